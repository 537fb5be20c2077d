namespace DeepSharp.Losses;

/// <summary>
/// ln(1 + Σ e^(γ·aⁿ·(sⁿ − m)) · Σ e^(−γ·aᵖ·(sᵖ − 1 + m))) for each sample, over the samples of other classes (n) and of its own (p) in the batch,
/// where s is the cosine of two embeddings and a = |optimum − s| weighs those that are far off.
/// </summary>
/// <remarks>
/// Sun et al. 2020. Targets are class numbers [batch] or [batch, 1]; predictions are embeddings of length one [batch, dims]: end the model with
/// UnitNormalization. A sample without others of its class, or with no others, counts for nothing, not even in the mean's divisor.
/// </remarks>
/// <param name="gamma">γ, the scale.</param>
/// <param name="margin">m, how far the optimum is relaxed.</param>
/// <param name="removeDiagonal">Whether a sample is left out of its own class.</param>
[Configurable]
public sealed partial class Circle(double gamma = 80.0, double margin = 0.4, bool removeDiagonal = true) : Loss
{
    /// <summary>ln 0, finite so that sums of it have gradients.</summary>
    private const double Nothing = -1e30;

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (x, same) = LabelPairs.Of(TypeName, yTrue, yPred);
        var own = RemoveDiagonal ? same * (1 - Tensor.Eye(x.Shape[0], same.DType, x.Device)) : same;
        var distances = (1 - x.MatMul(x.Transpose())).Maximum(0);
        var near = -Gamma * (Margin + distances).Maximum(0) * (Margin - distances);
        var far = Gamma * (1 + Margin - distances).Maximum(0) * (1 - Margin - distances);
        var losses = (Among(near, own) + Among(far, 1 - same)).Softplus();
        losses.Mask = losses > 0;
        return losses;
    }

    /// <summary>ln Σ eˣ over the chosen ones of each row.</summary>
    private static Tensor Among(Tensor x, Tensor chosen) => Tensor.Where(chosen.NotEqual(0), x, x.ScalarLike(Nothing)).LogSumExp(-1);
}
