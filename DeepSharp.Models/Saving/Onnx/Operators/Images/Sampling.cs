namespace DeepSharp.Onnx;

/// <summary>Reading data between its elements.</summary>
internal static class Sampling
{
    /// <summary>A tap brought into the axis: what lies outside weighs nothing, is the last element, or its mirror image.</summary>
    public static (Tensor Place, Tensor Weight) Held(Tensor place, Tensor weight, string padding, int length, Func<Tensor, Tensor> reflect)
    {
        if (padding == "reflection") place = reflect(place).Round();
        if (padding == "zeros") weight = weight * ((place >= 0).Cast(weight.DType) * (place <= length - 1).Cast(weight.DType));
        return (place.Clip(0, Math.Max(length - 1, 0)).Cast(DType.Int64), weight);
    }

    /// <summary>For each place the sum over all combinations of taps of the axes: data there times the product of the weights.</summary>
    /// <param name="data">The data, [batch, spatial.., channels].</param>
    /// <param name="taps">For each spatial axis its taps: places and weights, [batch, places..].</param>
    /// <returns>A tensor [batch, places.., channels].</returns>
    public static Tensor Mix(Tensor data, (Tensor Place, Tensor Weight)[][] taps)
    {
        int batch = data.Shape[0], channels = data.Shape[^1];
        int image = checked((int)data.Shape[1..^1].Count);
        var rows = data.Reshape([checked(batch * image), channels]);
        var like = taps[0][0].Place;
        var start = OnnxShapes.Places(batch, DType.Int64, like).Reshape([batch, .. Enumerable.Repeat(1, like.Rank - 1)]) * image;
        Tensor? sum = null;
        foreach (var (place, weight) in Combined(taps, data.Shape))
        {
            var term = rows.Gather(start + place) * weight.ExpandDims(-1);
            sum = sum is null ? term : sum + term;
        }
        return sum!;
    }

    private static IEnumerable<(Tensor Place, Tensor Weight)> Combined((Tensor Place, Tensor Weight)[][] taps, Shape data)
    {
        IEnumerable<(Tensor Place, Tensor Weight)> all = taps[0];
        for (int i = 1; i < taps.Length; i++)
        {
            var (axis, length) = (taps[i], data[i + 1]);
            all = all.SelectMany(a => axis.Select(b => (a.Place * length + b.Place, a.Weight * b.Weight)));
        }
        return all;
    }
}
