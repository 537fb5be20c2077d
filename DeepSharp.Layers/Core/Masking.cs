namespace DeepSharp.Layers;

/// <summary>Masks the steps of a sequence whose features all equal one value, and sets them to zero.</summary>
/// <remarks>[batch, steps, features] → the same; mask [batch, steps].</remarks>
/// <param name="maskValue">The value that marks a missing step.</param>
[Layer]
public sealed partial class Masking(double maskValue = 0) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireAxes(this, x.Shape, 2);
        var mask = x.NotEqual(MaskValue).Any(-1);
        var y = x * mask.ExpandDims(-1).Cast(x.DType);
        y.Mask = mask;
        return y;
    }
}
