namespace DeepSharp.Onnx;

/// <summary>What pools share.</summary>
internal static class Pools
{
    /// <summary>Whether the pooling ops here can move this window.</summary>
    public static bool IsPlain(OnnxWindow window, (int Before, int After)[] reached) =>
        Array.TrueForAll(window.Dilations, d => d == 1)
            && Enumerable.Range(0, reached.Length).All(i => Math.Max(reached[i].Before, reached[i].After) < window.Taps[i]);

    /// <summary>For each tap of a window, what it sees at all places, [batch, outputs.., channels].</summary>
    /// <param name="padded">The data with its border, [batch, spatial.., channels].</param>
    /// <param name="window">The window.</param>
    /// <param name="outputs">The number of places along each axis.</param>
    public static IEnumerable<Tensor> Taps(Tensor padded, OnnxWindow window, int[] outputs)
    {
        int axes = outputs.Length;
        var at = new int[axes];
        while (true)
        {
            var ranges = new AxisRange[axes + 1];
            ranges[0] = AxisRange.All;
            for (int i = 0; i < axes; i++)
            {
                int first = at[i] * window.Dilations[i];
                ranges[i + 1] = new(first..(first + (outputs[i] - 1) * window.Strides[i] + 1), window.Strides[i]);
            }
            yield return new SliceOp(new(ranges)).Apply(padded);
            int axis = axes - 1;
            while (axis >= 0 && ++at[axis] == window.Taps[axis]) at[axis--] = 0;
            if (axis < 0) yield break;
        }
    }

    /// <summary>Data with a border of one value.</summary>
    public static Tensor Padded(Tensor last, (int Before, int After)[] pads, double value) =>
        Array.TrueForAll(pads, p => p == default) ? last : last.Pad([default, .. pads.Select(p => (AxisPadding)p)], PadMode.Constant, value);

    /// <summary>The number of windows along each axis.</summary>
    public static int[] Outputs(OnnxWindow window, Shape data) => [.. Enumerable.Range(0, window.Taps.Length).Select(i => window.Windows(i, data[i + 2]))];

    /// <summary>Rejects windows so large that going through their taps is not meant.</summary>
    public static void RequireFewTaps(OnnxNode node, OnnxWindow window)
    {
        if (window.Taps.Aggregate(1L, (n, t) => Math.Min(n * t, int.MaxValue)) > 4096)
            throw node.Invalid($"its window ({string.Join(", ", window.Taps)}) is too large for dilations or padding beyond it");
    }
}
