namespace DeepSharp.Layers;

/// <summary>The input several times, as steps of a sequence.</summary>
/// <remarks>[batch, features] → [batch, n, features].</remarks>
/// <param name="n">How many steps.</param>
[Layer]
public sealed partial class RepeatVector(int n) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, features]");
        return x.ExpandDims(1).Repeat(N, 1);
    }
}
