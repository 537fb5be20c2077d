namespace DeepSharp.Onnx;

/// <summary>Runs of positions along axes, held within the axes as Python's slices are; attributes up to opset 9, then inputs.</summary>
internal sealed class SliceOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input > 0;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int[] starts = x.Ints("starts", 1) ?? throw node.Missing("starts"), ends = x.Ints("ends", 2) ?? throw node.Missing("ends");
        int[] axes = x.Ints("axes", 3) ?? [.. Enumerable.Range(0, starts.Length)], steps = x.Ints("steps", 4) ?? [.. Enumerable.Repeat(1, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw node.Invalid($"it names {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps; expected as many of each");
        var ranges = new AxisRange[data.Rank];
        Array.Fill(ranges, AxisRange.All);
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = data.Shape.Axis(axes[i], "Slice");
            if (!ranges[axis].IsAll) throw node.Invalid($"it names axis {axis} twice");
            ranges[axis] = Range(starts[i], ends[i], steps[i], data.Shape[axis], node);
        }
        return Array.TrueForAll(ranges, r => r.IsAll) ? data : new SliceOp(new(ranges)).Apply(data);
    }

    /// <summary>The positions of a Python slice. Ranges here name the positions from low to high also where they are walked backwards.</summary>
    private static AxisRange Range(long start, long end, int step, int length, OnnxNode node)
    {
        if (step is 0 or int.MinValue) throw node.Invalid($"the step {step} is not possible");
        if (start < 0) start += length;
        if (end < 0) end += length;
        if (step > 0)
        {
            (start, end) = (Math.Clamp(start, 0, length), Math.Clamp(end, 0, length));
            return new((int)start..(int)Math.Max(start, end), step);
        }
        (start, end) = (Math.Clamp(start, -1, length - 1), Math.Clamp(end, -1, length - 1));
        return new((int)(Math.Min(start, end) + 1)..(int)(start + 1), step);
    }
}
