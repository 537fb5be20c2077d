namespace DeepSharp.Losses;

/// <summary>1 − Σ y·ŷ / (Σ y·ŷ + α Σ y·(1 − ŷ) + β Σ (1 − y)·ŷ + 1e-7): how little labels and predictions overlap.</summary>
/// <remarks>
/// Salehi et al. 2017. α weighs what was missed and β what was found wrongly, as Keras computes it. Predictions that are masked leave all sums, and a
/// loss of nothing else leaves the mean. With α = β = ½ it is <see cref="Dice"/>.
/// </remarks>
/// <param name="alpha">The weight of labels that were missed.</param>
/// <param name="beta">The weight of predictions that were wrong.</param>
/// <param name="axis">The axes summed over, for example <c>[1, 2, 3]</c> for a loss per image; null for one loss of the whole batch.</param>
[Configurable]
public sealed partial class Tversky(double alpha = 0.5, double beta = 0.5, Axes? axis = null) : Loss
{
    /// <inheritdoc/>
    protected override bool MindsMask => true;

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p, w) = Overlap.Prepare(TypeName, yTrue, yPred);
        Tensor Sum(Tensor x) => Overlap.Sum(x, w, Axis);
        var both = Sum(t * p);
        return Overlap.Masked(1 - both / (both + Alpha * Sum(t * (1 - p)) + Beta * Sum((1 - t) * p) + Overlap.Epsilon), p, w, Axis);
    }
}
