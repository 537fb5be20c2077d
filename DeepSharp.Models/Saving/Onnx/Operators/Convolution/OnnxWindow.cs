namespace DeepSharp.Onnx;

/// <summary>How a window moves over the spatial axes: its length, steps, distance of taps and border, as convolutions and pools name them.</summary>
internal sealed class OnnxWindow
{
    /// <summary>Reads the attributes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="data">The shape of the data, [batch, channels, spatial..].</param>
    /// <param name="taps">The length of the window where a kernel tells it; otherwise it is an attribute.</param>
    public OnnxWindow(OnnxNode node, Shape data, ReadOnlySpan<int> taps = default)
    {
        int axes = data.Rank - 2;
        if (axes is < 1 or > 3)
            throw new ShapeMismatchException($"[{node.OpType}] expects data [batch, channels, spatial..] with 1 to 3 spatial axes but got {data}.");
        Taps = taps.IsEmpty ? node.Ints("kernel_shape") ?? throw node.Missing("kernel_shape") : taps.ToArray();
        if (node.Ints("kernel_shape") is { } told && !told.SequenceEqual(Taps))
            throw node.Invalid($"its kernel_shape is ({string.Join(", ", told)}), but its kernel has ({string.Join(", ", Taps)})");
        Strides = node.Ints("strides") ?? Ones(axes);
        Dilations = node.Ints("dilations") ?? Ones(axes);
        IsCeiling = node.Flag("ceil_mode");
        foreach (int[] steps in new[] { Taps, Strides, Dilations })
            if (steps.Length != axes || !Array.TrueForAll(steps, s => s >= 1))
                throw node.Invalid(
                    $"its window ({string.Join(", ", Taps)}), strides ({string.Join(", ", Strides)}) "
                        + $"and dilations ({string.Join(", ", Dilations)}) must be {axes} numbers of at least 1 each");
        Pads = Border(node, data, axes);
    }

    /// <summary>The length of the window.</summary>
    public int[] Taps { get; }

    /// <summary>The steps between windows.</summary>
    public int[] Strides { get; }

    /// <summary>The distance between taps.</summary>
    public int[] Dilations { get; }

    /// <summary>Elements before and after each axis.</summary>
    public (int Before, int After)[] Pads { get; }

    /// <summary>Whether a last window that hangs over the border counts.</summary>
    public bool IsCeiling { get; }

    /// <summary>Elements that a window spans.</summary>
    public int Span(int axis) => checked((Taps[axis] - 1) * Dilations[axis] + 1);

    /// <summary>The number of windows along an axis of a length.</summary>
    public int Windows(int axis, int length)
    {
        long room = (long)length + Pads[axis].Before + Pads[axis].After - Span(axis);
        if (room < 0)
            throw new ShapeMismatchException(
                $"the window spans {Span(axis)} elements of spatial axis {axis}, which has {length} "
                    + $"and {Pads[axis].Before + (long)Pads[axis].After} of padding.");
        long windows = (IsCeiling ? (room + Strides[axis] - 1) / Strides[axis] : room / Strides[axis]) + 1;
        // A window that would begin in the padding after the data does not count.
        if (IsCeiling && (windows - 1) * Strides[axis] >= length + (long)Pads[axis].Before) windows--;
        return checked((int)windows);
    }

    /// <summary>The padding that the windows really reach: less than told where a rest is left, more where the last one hangs over.</summary>
    public (int Before, int After)[] Reached(Shape data)
    {
        var reached = new (int, int)[Taps.Length];
        for (int i = 0; i < reached.Length; i++)
        {
            int length = data[i + 2], end = checked((Windows(i, length) - 1) * Strides[i] + Span(i));
            reached[i] = (Pads[i].Before, Math.Max(0, end - length - Pads[i].Before));
        }
        return reached;
    }

    private (int, int)[] Border(OnnxNode node, Shape data, int axes)
    {
        var pads = new (int, int)[axes];
        string rule = node.Choice("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
        int[]? told = node.Ints("pads");
        if (rule == "NOTSET" && told is not null)
        {
            if (told.Length != 2 * axes || !Array.TrueForAll(told, p => p >= 0))
                throw node.Invalid($"its pads ({string.Join(", ", told)}) must be {2 * axes} numbers of at least 0");
            for (int i = 0; i < axes; i++) pads[i] = (told[i], told[i + axes]);
        }
        for (int i = 0; i < axes && rule.StartsWith("SAME", StringComparison.Ordinal); i++)
        {
            int length = data[i + 2], outputs = (int)(((long)length + Strides[i] - 1) / Strides[i]);
            int total = Math.Max(0, checked((outputs - 1) * Strides[i] + Span(i) - length));
            pads[i] = rule == "SAME_UPPER" ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
        }
        return pads;
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];
}
