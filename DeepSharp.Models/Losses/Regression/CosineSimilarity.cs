namespace DeepSharp.Losses;

/// <summary>−Σ y·ŷ / (‖y‖ · ‖ŷ‖): −1 for equal directions, 1 for opposite ones, 0 where one of them is zero.</summary>
/// <remarks>The metric of the same name has the opposite sign.</remarks>
/// <param name="axis">The axis of the vectors.</param>
[Configurable]
public sealed partial class CosineSimilarity(int axis = -1) : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return -(Unit(t) * Unit(p)).Sum(Axis);
    }

    /// <summary>The vectors with length one; lengths below 1e-7 count as 1e-7.</summary>
    private Tensor Unit(Tensor x) => x * x.Square().Sum(Axis, keepDims: true).Maximum(1e-14).Rsqrt();
}
