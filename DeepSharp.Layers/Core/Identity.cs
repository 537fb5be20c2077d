namespace DeepSharp.Layers;

/// <summary>y = x: a place holder where a layer is expected.</summary>
[Layer]
public sealed partial class Identity() : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x;
}
