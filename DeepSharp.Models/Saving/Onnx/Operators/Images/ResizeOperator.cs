namespace DeepSharp.Onnx;

/// <summary>Axes brought to other lengths, by scales or sizes: the nearest element, or neighbours mixed by a line or a cubic.</summary>
internal sealed class ResizeOperator : OnnxOperator
{
    public override int Since => 10;

    public override bool ReadsValue(int input) => input > 0;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var shape = x[0].Shape;
        string mode = node.Choice("mode", "nearest", "nearest", "linear", "cubic");
        // Up to opset 10 there were only scales, and no choice of places.
        string rule = node.Choice("coordinate_transformation_mode", node.Opset < 11 ? "asymmetric" : "half_pixel", ResizePlace.Modes);
        int[] axes = node.Ints("axes") is { } named ? [.. named.Select(a => shape.Axis(a, "Resize"))] : [.. Enumerable.Range(0, shape.Rank)];
        var (sizes, scales) = Targets(node, x, shape, axes);
        double[]? roi = rule == "tf_crop_and_resize" ? x.Doubles(1) : null;
        if (roi is not null && (roi.Length != 2 * axes.Length || node.Float("extrapolation_value", 0) != 0 && roi.Any(r => r is < 0 or > 1)))
            throw node.Invalid("its region has not two numbers for each axis, or lies beyond the data");
        var y = x[0].Plain;
        foreach (var (i, axis) in axes.Index())
        {
            int from = shape[axis], to = sizes[i];
            if (from == to && scales[i] == 1 && roi is null) continue;
            if (from < 1 || to < 1) throw new ShapeMismatchException($"[Resize] axis {axis} of {shape} cannot be brought to length {to}.");
            var place = new ResizePlace(rule, from, to, scales[i], roi?[i] ?? 0, roi?[i + axes.Length] ?? 1);
            y = mode == "nearest" ? y.Gather(Tensor.From<int>(Nearest(node, place), OnnxDevice.Of(y)), axis)
                : new ResampleOp(axis, new ResizeTaps(from, to, place, mode == "cubic", node.Float("cubic_coeff_a", -0.75), node.Flag("exclude_outside"),
                    node.Flag("antialias") ? Math.Max(1, 1 / scales[i]) : 1)).Apply(y);
        }
        return [y];
    }

    private static (int[] Sizes, double[] Scales) Targets(OnnxNode node, OnnxArguments x, Shape shape, int[] axes)
    {
        int place = node.Opset < 11 ? 1 : 2;
        if (x.Optional(3) is not null && x.Known(3).Count > 0)
        {
            int[] wanted = x.Ints(3);
            if (wanted.Length != axes.Length) throw node.Invalid($"it names {wanted.Length} sizes for {axes.Length} axes of {shape}");
            var ratios = wanted.Select((w, i) => (double)w / shape[axes[i]]).ToArray();
            string policy = node.Choice("keep_aspect_ratio_policy", "stretch", "stretch", "not_larger", "not_smaller");
            if (policy == "stretch") return ([.. wanted.Select(w => Length(w, node))], ratios);
            double ratio = policy == "not_larger" ? ratios.Min() : ratios.Max();
            return ([.. axes.Select(a => Length(Math.Floor(ratio * shape[a] + 0.5), node))], [.. axes.Select(_ => ratio)]);
        }
        double[] scales = x.Doubles(place);
        if (scales.Length != axes.Length || !Array.TrueForAll(scales, s => s > 0))
            throw node.Invalid($"its scales ({string.Join(", ", scales)}) must be {axes.Length} numbers above 0");
        // Scales are floats: 0.6 times 5 must not fall below 3.
        return ([.. axes.Select((a, i) => Length(Math.Floor((float)(shape[a] * scales[i])), node))], scales);
    }

    private static int Length(double length, OnnxNode node) =>
        length is >= 0 and <= OnnxShapes.MostMade ? (int)length : throw node.Invalid($"it would make an axis of {length} elements");

    private static int[] Nearest(OnnxNode node, ResizePlace place)
    {
        string mode = node.Opset < 11 ? "floor" : node.Choice("nearest_mode", "round_prefer_floor", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil");
        var indices = new int[place.To];
        for (int o = 0; o < indices.Length; o++)
        {
            double at = place.Of(o);
            double whole = mode switch
            {
                "floor" => Math.Floor(at),
                "ceil" => Math.Ceiling(at),
                "round_prefer_floor" => Math.Ceiling(at - 0.5),
                _ => Math.Floor(at + 0.5),
            };
            indices[o] = (int)Math.Clamp(whole, 0, place.From - 1);
        }
        return indices;
    }
}
