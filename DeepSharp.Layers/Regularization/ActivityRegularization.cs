namespace DeepSharp.Layers;

/// <summary>y = x, and adds l1 · Σ |x| + l2 · Σ x², divided by the batch size, to the loss.</summary>
/// <param name="l1">The factor of the magnitudes.</param>
/// <param name="l2">The factor of the squares.</param>
[Layer]
public sealed partial class ActivityRegularization(double l1 = 0, double l2 = 0) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext context)
    {
        context.AddLoss(new L1L2(L1, L2).Penalty(Wide(x)) * (1.0 / Math.Max(1, x.Shape[0])));
        return x;
    }
}
