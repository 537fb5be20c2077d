namespace DeepSharp;

/// <summary>The checks and small sums that convolution and its two gradients share.</summary>
internal static class ConvOperands
{
    /// <summary>Rejects attributes and element types that no convolution takes.</summary>
    /// <returns>The number of spatial axes.</returns>
    public static int Require(Op op, TensorSpec data, TensorSpec other, EquatableArray<int> strides, EquatableArray<int> dilations, int groups)
    {
        string who = op.Name;
        if (data.DType != other.DType || !data.DType.IsFloating)
            throw new DTypeMismatchException($"[{who}] expects two tensors of one floating type but got {data} and {other}. Cast them.");
        int axes = data.Shape.Rank - 2;
        if (axes is < 1 or > 3)
            throw new ShapeMismatchException(
                $"[{who}] expects data [batch, spatial.., channels] with 1 to 3 spatial axes but got {data.Shape}. Add a missing axis with ExpandDims.");
        if (other.Shape.Rank != data.Shape.Rank)
            throw new ShapeMismatchException($"[{who}] data {data.Shape} and {other.Shape} must have equally many axes: {data.Shape.Rank} != {other.Shape.Rank}.");
        RequireSteps(who, "strides", strides, axes);
        RequireSteps(who, "dilations", dilations, axes);
        if (groups < 1) throw new InvalidValueException($"[{who}] groups must be at least 1 but is {groups}.");
        return axes;
    }

    /// <summary>Rejects steps that are too few, too many, or not positive.</summary>
    public static void RequireSteps(string who, string what, EquatableArray<int> steps, int axes)
    {
        if (steps.Count != axes)
            throw new InvalidValueException($"[{who}] expects {axes} {what}, one for each spatial axis, but got {steps}.");
        foreach (int s in steps.Span)
            if (s < 1) throw new InvalidValueException($"[{who}] {what} must be at least 1 but are {steps}.");
    }

    /// <summary>Rejects a kernel whose channels do not fit the data's.</summary>
    public static void RequireChannels(string who, int channels, Shape kernel, int groups)
    {
        int perGroup = kernel[^2], filters = kernel[^1];
        if (channels != Dim.Any && perGroup != Dim.Any && channels != (long)perGroup * groups)
            throw new ShapeMismatchException(
                $"[{who}] the kernel {kernel} takes {(long)perGroup * groups} input channels{In(groups)} but the data has {channels}. " +
                "Kernels are [spatial.., inChannels / groups, outChannels].");
        if (filters != Dim.Any && filters % groups != 0)
            throw new ShapeMismatchException($"[{who}] {groups} groups do not divide the kernel's {filters} output channels. Choose a multiple of the groups.");
    }

    /// <summary>The same step along every spatial axis unless it is given.</summary>
    public static EquatableArray<int> Fill(EquatableArray<int> steps, int axes) => steps.Count switch
    {
        0 => new(Repeat(1, axes)),
        1 when axes > 1 => new(Repeat(steps[0], axes)),
        _ => steps,
    };

    /// <summary>The elements that a window of this many taps spans.</summary>
    public static int Span(int taps, int dilation) => taps == Dim.Any ? Dim.Any : (taps - 1) * dilation + 1;

    /// <summary>The padding of every spatial axis, of known length, as explicit pairs.</summary>
    public static EquatableArray<(int Before, int After)> Pairs(
        SpatialPadding padding, Shape data, Shape kernel, EquatableArray<int> strides, EquatableArray<int> dilations)
    {
        var pairs = new (int, int)[strides.Count];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = padding.Resolve(i, data[i + 1], Span(kernel[i], dilations[i]), strides[i]);
        return new(pairs);
    }

    /// <summary>The spatial lengths of data.</summary>
    public static Shape Spatial(Shape data) => new(data.Dims[1..^1]);

    /// <summary>Multiply-adds counted twice, and the bytes of all operands.</summary>
    public static OpCost Cost(Shape result, Shape kernel, ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        long taps = kernel[^2];
        foreach (int k in kernel.Dims[..^2]) taps *= k;
        long bytes = outputs[0].Bytes;
        foreach (var s in inputs) bytes += s.Bytes;
        return new(2 * taps * result.Count, bytes);
    }

    private static int[] Repeat(int step, int axes)
    {
        var steps = new int[axes];
        Array.Fill(steps, step);
        return steps;
    }

    private static string In(int groups) => groups == 1 ? "" : $" in {groups} groups";
}
