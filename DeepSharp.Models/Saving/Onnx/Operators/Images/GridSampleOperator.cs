namespace DeepSharp.Onnx;

/// <summary>Data read at the places that a grid names, from −1 to 1 along each spatial axis, the last one first.</summary>
internal sealed class GridSampleOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var (data, grid) = (x[0].Last, x.Tensor(1));
        int axes = data.Rank - 2;
        if (axes is < 1 or > 3 || grid.Rank != data.Rank || grid.Shape[^1] != axes || grid.Shape[0] != data.Shape[0])
            throw new ShapeMismatchException($"[GridSample] a grid {grid.Shape} does not fit data {x[0].Shape}: expected [batch, places.., {axes}].");
        // Up to opset 19 the modes were named after two axes.
        string mode = node.Choice("mode", "linear", "linear", "bilinear", "nearest", "cubic", "bicubic").Replace("bi", "");
        string padding = node.Choice("padding_mode", "zeros", "zeros", "border", "reflection");
        bool corners = node.Flag("align_corners");
        var taps = new (Tensor Place, Tensor Weight)[axes][];
        for (int i = 0; i < axes; i++)
        {
            var at = grid.Slice(grid.Rank - 1, (axes - 1 - i)..(axes - i)).Squeeze(-1);
            int length = data.Shape[i + 1];
            at = corners ? (at + 1) * ((length - 1) / 2.0) : ((at + 1) * length - 1) * 0.5;
            taps[i] = [.. Taps(at, mode, padding, length, corners)];
        }
        return [OnnxValue.ChannelsLast(Sampling.Mix(data, taps))];
    }

    /// <summary>The elements of an axis that a place is mixed of.</summary>
    private static IEnumerable<(Tensor, Tensor)> Taps(Tensor at, string mode, string padding, int length, bool corners)
    {
        if (padding == "border" && mode != "cubic") at = at.Clip(0, length - 1);
        if (padding == "reflection" && mode != "cubic") at = Reflected(at, length, corners);
        if (mode == "nearest") return [Sampling.Held(at.Round(), at.ScalarLike(1).BroadcastTo(at.Shape), padding, length, p => Reflected(p, length, corners))];
        var low = at.Floor();
        var t = at - low;
        if (mode == "linear")
            return new[] { (low, 1 - t), (low + 1, t) }.Select(p => Sampling.Held(p.Item1, p.Item2, padding, length, q => Reflected(q, length, corners)));
        const double a = -0.75;
        Tensor Near(Tensor d) => ((a + 2) * d - (a + 3)) * d * d + 1;
        Tensor Far(Tensor d) => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
        return new[] { (low - 1, Far(t + 1)), (low, Near(t)), (low + 1, Near(1 - t)), (low + 2, Far(2 - t)) }
            .Select(p => Sampling.Held(p.Item1, p.Item2, padding, length, q => Reflected(q, length, corners)));
    }

    /// <summary>Places beyond the ends mirrored back: at the middle of the last elements, or at their outer edges.</summary>
    private static Tensor Reflected(Tensor at, int length, bool corners)
    {
        double low = corners ? 0 : -0.5, span = corners ? length - 1 : length;
        if (span <= 0) return at * 0;
        var rest = (at - low).Abs() % (2 * span);
        var mirrored = Tensor.Minimum(rest, 2 * span - rest) + low;
        return mirrored.Clip(0, length - 1);
    }
}
