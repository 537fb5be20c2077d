namespace DeepSharp.Onnx;

/// <summary>Elements put before and after axes, or taken away where their number is negative.</summary>
internal sealed class PadOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input > 0;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int[] pads = x.Ints("pads", 1) ?? throw node.Missing("pads");
        int[] axes = x.Optional(3) is null ? [.. Enumerable.Range(0, data.Rank)] : [.. x.Ints(3).Select(a => data.Shape.Axis(a, "Pad"))];
        if (pads.Length != 2 * axes.Length || axes.Distinct().Count() < axes.Length)
            throw node.Invalid($"it has {pads.Length} numbers of elements for {axes.Length} axes; expected two for each");
        string mode = node.Choice("mode", "constant", "constant", "reflect", "edge", "wrap");
        double value = x.Number("value", 2, 0);
        var (padding, ranges) = (new AxisPadding[data.Rank], new AxisRange[data.Rank]);
        Array.Fill(ranges, AxisRange.All);
        for (int i = 0; i < axes.Length; i++)
        {
            int before = pads[i], after = pads[i + axes.Length], length = data.Shape[axes[i]];
            if ((long)length + Math.Min(before, 0) + Math.Min(after, 0) < 0)
                throw new ShapeMismatchException($"[Pad] axis {axes[i]} of {data.Shape} has too few elements to take away {-before} and {-after}.");
            padding[axes[i]] = (Math.Max(before, 0), Math.Max(after, 0));
            if (before < 0 || after < 0) ranges[axes[i]] = new(Math.Max(-before, 0)..(length - Math.Max(-after, 0)));
        }
        if (!Array.TrueForAll(ranges, r => r.IsAll)) data = new SliceOp(new(ranges)).Apply(data);
        return mode switch
        {
            "constant" => data.Pad(padding, PadMode.Constant, value),
            "reflect" => data.Pad(padding, PadMode.Reflect),
            "edge" => data.Pad(padding, PadMode.Edge),
            _ => Wrapped(data, padding),
        };
    }

    /// <summary>Each axis as if it went round.</summary>
    private static Tensor Wrapped(Tensor data, AxisPadding[] padding)
    {
        foreach (var (axis, p) in padding.Index())
        {
            int length = data.Shape[axis];
            if (p.IsNone) continue;
            if (p.Before > length || p.After > length)
                throw new ShapeMismatchException($"[Pad] axis {axis} of {data.Shape} is shorter than its padding of {p.Before} and {p.After}.");
            data = Tensor.Concat([data.Slice(axis, ^p.Before..), data, data.Slice(axis, ..p.After)], axis);
        }
        return data;
    }
}
