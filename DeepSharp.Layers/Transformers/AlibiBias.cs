namespace DeepSharp.Layers;

/// <summary>Makes attention favour near keys: adds to scores a bias that falls with the distance from the last key, by another slope for each head.</summary>
/// <remarks>
/// KerasHub's layer: scores [batch, heads, T, S] → the same; key j of S gets slope · (j − S + 1). The slopes of n heads, n a power of two, are
/// 2^(−alibiBiasMax · i / n), i from 1; further heads take every other slope of twice as many. Press, Smith and Lewis 2021.
/// </remarks>
/// <param name="alibiBiasMax">Sets the slopes: the last head's is 2^−alibiBiasMax.</param>
[Layer(Package = "keras_hub", Module = "keras_hub.src.layers.modeling.alibi_bias")]
public sealed partial class AlibiBias(double alibiBiasMax = 8) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, heads, queries, keys]");
        int heads = x.Shape[1], keys = x.Shape[^1];
        if (heads < 1) throw new ShapeMismatchException($"AlibiBias needs to know the number of heads but got scores of shape {x.Shape}.");
        var slopes = StepPositions.Vector(x, Slopes(heads), WideDType).ExpandDims(-1).ExpandDims(-1);
        var distance = keys == Dim.Any ? x.Positions(keys) : x.Positions(keys) - (keys - 1);
        return x + (slopes * distance.Cast(WideDType)).Cast(ComputeDType);
    }

    private double[] Slopes(int heads)
    {
        int power = 1 << (int)Math.Log2(heads);
        double[] slopes = [.. Enumerable.Range(1, power).Select(i => Math.Pow(2, -AlibiBiasMax * i / power))];
        return power == heads ? slopes : [.. slopes, .. Slopes(2 * power).Where((_, i) => i % 2 == 0).Take(heads - power)];
    }
}
