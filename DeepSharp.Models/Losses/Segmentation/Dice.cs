namespace DeepSharp.Losses;

/// <summary>1 − 2 Σ y·ŷ / (Σ y + Σ ŷ + 1e-7): how little labels and predictions overlap.</summary>
/// <remarks>Predictions that are masked leave all sums, and a loss of nothing else leaves the mean.</remarks>
/// <param name="axis">The axes summed over, for example <c>[1, 2, 3]</c> for a loss per image; null for one loss of the whole batch.</param>
[Configurable]
public sealed partial class Dice(Axes? axis = null) : Loss
{
    /// <inheritdoc/>
    protected override bool MindsMask => true;

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p, w) = Overlap.Prepare(TypeName, yTrue, yPred);
        Tensor Sum(Tensor x) => Overlap.Sum(x, w, Axis);
        return Overlap.Masked(1 - 2 * Sum(t * p) / (Sum(t) + Sum(p) + Overlap.Epsilon), p, w, Axis);
    }
}
