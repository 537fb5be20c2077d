using System.Text;

namespace DeepSharp.Gpu;

/// <summary>How the threads of an element-wise kernel find their elements: axes that all operands walk alike are merged, and a thread takes several neighbours where they lie together.</summary>
/// <remarks>Kernels differ by <see cref="Key"/> only; lengths and steps are arguments.</remarks>
internal sealed class ElementwiseLayout
{
    private ElementwiseLayout(int[] lengths, long[][] steps, int width, bool wide) => (Lengths, Steps, Width, IsWide) = (lengths, steps, width, wide);

    /// <summary>Merged axes, outermost first; at least one.</summary>
    public int[] Lengths { get; }

    /// <summary>For each input the step along each axis, in elements.</summary>
    public long[][] Steps { get; }

    /// <summary>Neighbours along the last axis that a thread takes at a time.</summary>
    public int Width { get; }

    /// <summary>Whether places need 64 bits: some operand's last byte lies too far from its first.</summary>
    public bool IsWide { get; }

    /// <summary>Elements of the result.</summary>
    public long Count => Lengths.Aggregate(1L, (n, d) => n * d);

    /// <summary>What the kernel's text depends on.</summary>
    public string Key
    {
        get
        {
            var key = new StringBuilder().Append(Lengths.Length).Append(IsWide ? 'w' : 'n').Append(Width);
            for (int i = 0; i < Steps.Length; i++) key.Append(IsConstant(i) ? 'c' : Steps[i][^1] switch { 1 => 'd', 0 => 'r', _ => 's' });
            return key.ToString();
        }
    }

    /// <summary>Whether an input is one element for all.</summary>
    public bool IsConstant(int input) => Array.TrueForAll(Steps[input], s => s == 0);

    /// <summary>The layout of a result of a shape computed from inputs stretched to it.</summary>
    /// <param name="shape">The result's shape.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="widest">How many neighbours a thread may take at most.</param>
    public static ElementwiseLayout Of(Shape shape, ReadOnlySpan<Tensor> inputs, int widest)
    {
        var (lengths, steps) = Merge(shape, inputs);
        long reach = shape.Count;
        foreach (long[] of in steps)
        {
            long last = 0;
            for (int d = 0; d < lengths.Count; d++) last += Math.Abs(of[d]) * (lengths[d] - 1);
            reach = Math.Max(reach, last);
        }
        bool together = Array.TrueForAll(steps, s => s[^1] is 0 or 1);
        int width = together && (lengths.Count == 1 || lengths[^1] % widest == 0) ? widest : 1;
        return new([.. lengths], steps, width, reach >= int.MaxValue / 8);
    }

    /// <summary>The same for threads that take one element each.</summary>
    public ElementwiseLayout OneByOne() => new(Lengths, Steps, 1, IsWide);

    private static (List<int> Lengths, long[][] Steps) Merge(Shape shape, ReadOnlySpan<Tensor> inputs)
    {
        var full = new long[inputs.Length][];
        for (int i = 0; i < full.Length; i++) full[i] = Layout.Broadcast(inputs[i].Shape, inputs[i].Strides, shape);
        var lengths = new List<int>();
        var steps = Array.ConvertAll(full, _ => new List<long>());
        for (int d = 0; d < shape.Rank; d++)
        {
            if (shape[d] == 1) continue;
            bool joins = lengths.Count > 0 && (long)lengths[^1] * shape[d] <= int.MaxValue;
            for (int i = 0; joins && i < full.Length; i++) joins = steps[i][^1] == full[i][d] * shape[d];
            if (joins) lengths[^1] *= shape[d];
            else lengths.Add(shape[d]);
            for (int i = 0; i < full.Length; i++)
                if (joins) steps[i][^1] = full[i][d];
                else steps[i].Add(full[i][d]);
        }
        if (lengths.Count == 0)
        {
            lengths.Add(1);
            foreach (var of in steps) of.Add(0);
        }
        return (lengths, Array.ConvertAll(steps, s => s.ToArray()));
    }
}
