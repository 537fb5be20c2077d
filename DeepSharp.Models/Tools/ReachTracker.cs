namespace DeepSharp;

/// <summary>Follows through the ops of a formula which positions of an input each tensor depends on.</summary>
/// <remarks>An op that is not known is followed through its composition; one that has none counts as seeing everything, which is the safe answer.</remarks>
internal sealed class ReachTracker : SymbolObserver
{
    private readonly Dictionary<Tensor, Reach> _reach = new(ReferenceEqualityComparer.Instance);

    /// <summary>For each followed input axis: which axis of the tensor runs along it (−1 where none does), and its reach.</summary>
    private sealed record Reach(params (int At, AxisReach Axis)[] Axes)
    {
        /// <summary>The reach seen through windows along the tensor's axes; null for an axis that is seen as a whole.</summary>
        public Reach Through(Func<int, (int Span, double Step, double Before)?> window) => Map(a =>
            window(a.At) is { } w ? (a.At, a.Axis.Through(w.Span, w.Step, w.Before)) : Whole(a.Axis));

        /// <summary>The reach after the tensor's axes have gone to other places; below zero for one that is gone.</summary>
        public Reach Moved(Func<int, int> to) => Map(a => to(a.At) is var at and >= 0 ? (at, a.Axis) : Whole(a.Axis));

        /// <summary>The reach after some of the tensor's axes were mixed.</summary>
        public Reach Without(params ReadOnlySpan<int> mixed)
        {
            int[] axes = mixed.ToArray();
            return Map(a => axes.Contains(a.At) ? Whole(a.Axis) : a);
        }

        /// <summary>Everything.</summary>
        public Reach Everything() => Map(a => Whole(a.Axis));

        public Reach Join(Reach other) => new([.. Axes.Zip(other.Axes, (x, y) => x.At == y.At ? (x.At, x.Axis.Join(y.Axis)) : Whole(x.Axis))]);

        private Reach Map(Func<(int At, AxisReach Axis), (int, AxisReach)> map) => new([.. Axes.Select(a => a.At < 0 ? a : map(a))]);

        private static (int, AxisReach) Whole(AxisReach axis) => (-1, AxisReach.Whole(axis.Axis));
    }

    /// <summary>Starts at an input: each of its spatial axes sees itself.</summary>
    public void Begin(Tensor input, int axes) => _reach[input] = new([.. Enumerable.Range(1, axes).Select(a => (a, new AxisReach(a, 1, 1, 0, false)))]);

    /// <summary>Settles what a layer gave that could not be followed, such as the result of a loop over time: it sees everything its inputs see.</summary>
    public void Complete(Tensor[] inputs, Tensor[] outputs)
    {
        if (Array.Find(inputs, _reach.ContainsKey) is not { } input) return;
        foreach (var y in outputs) _reach.TryAdd(y, _reach[input].Everything());
    }

    /// <summary>What a tensor depends on; null where it does not depend on the input.</summary>
    public IReadOnlyList<AxisReach>? Of(Tensor tensor) => _reach.TryGetValue(tensor, out var reach) ? [.. reach.Axes.Select(a => a.Axis)] : null;

    public override void Inferred(Op op, Tensor[] inputs, Tensor[] outputs)
    {
        int[] followed = [.. Enumerable.Range(0, inputs.Length).Where(i => _reach.ContainsKey(inputs[i]))];
        if (followed.Length == 0) return;
        var results = Array.ConvertAll(followed, i => Rule(op, i, inputs, outputs[0], _reach[inputs[i]]));
        if (results.Contains(null))
        {
            if (Composed(op, inputs) is { } composed)
            {
                for (int i = 0; i < outputs.Length; i++)
                    if (_reach.TryGetValue(composed[i], out var found)) _reach[outputs[i]] = found;
                return;
            }
            results = Array.ConvertAll(followed, i => (Reach?)_reach[inputs[i]].Everything());
        }
        var joined = results.Select(r => r!).Aggregate((a, b) => a.Join(b));
        foreach (var y in outputs) _reach[y] = joined;
    }

    /// <summary>The op's composition on the same symbols, which are followed through it; null where there is none, or where it needs numbers.</summary>
    private static Tensor[]? Composed(Op op, Tensor[] inputs)
    {
        try { return op.Compose(inputs); }
        catch (NoValueException) { return null; }
    }

    /// <summary>What an op makes of the reach of one input; null where it is not known.</summary>
    private static Reach? Rule(Op op, int input, Tensor[] inputs, Tensor y, Reach reach)
    {
        var x = inputs[input];
        int shift = y.Rank - x.Rank, last = x.Rank - 1;
        (int, double, double) same = (1, 1, 0);
        return op switch
        {
            ElementwiseOp or BroadcastToOp => reach.Moved(a => a + shift),
            IdentityOp or StopGradientOp or CopyOp => reach,
            ConcatOp concat => reach.Without(x.Shape.Axis(concat.Axis)),
            ConvOp conv when input == 0 => reach.Through(a => a == last ? null
                : Window(conv.Padding, x.Shape, a - 1, ConvOperands.Span(inputs[1].Shape[a - 1], conv.Dilations[a - 1]), conv.Strides[a - 1])),
            ConvInputGradientOp conv when input == 0 => reach.Through(a => a == last ? null
                : Spread(ConvOperands.Span(inputs[1].Shape[a - 1], conv.Dilations[a - 1]), conv.Strides[a - 1], conv.Pairs[a - 1].Before)),
            MaxPoolOp or AveragePoolOp => reach.Through(a => a == last ? same
                : Window(((PoolOp)op).Padding, x.Shape, a - 1, ((PoolOp)op).Window[a - 1], ((PoolOp)op).Strides[a - 1])),
            RepeatOp repeat => reach.Through(a => a == x.Shape.Axis(repeat.Axis) ? (1, 1.0 / repeat.Times, 0) : same),
            UpSampleOp up => reach.Through(a => a == last ? same : (1, 1.0 / up.Factors[a - 1], 0)),
            ResizeOp { Interpolation: Interpolation.Nearest } => reach.Through(a => (1, (double)x.Shape[a] / y.Shape[a], 0)),
            ResizeOp { Interpolation: Interpolation.Bilinear, Antialias: false } => reach.Through(a => a == last ? same
                : (2, (double)x.Shape[a] / y.Shape[a], x.Shape[a] < y.Shape[a] ? 1 : -Math.Floor(0.5 * x.Shape[a] / y.Shape[a] - 0.5))),
            PadOp pad => reach.Through(a => a >= pad.Padding.Count ? same : pad.Padding[a].Between == 0 ? (1, 1, pad.Padding[a].Before) : null),
            SliceOp slice => reach.Through(a => a >= slice.Ranges.Count || slice.Ranges[a].IsAll ? same
                : slice.Ranges[a].Step > 0 ? (1, slice.Ranges[a].Step, -slice.Ranges[a].Resolve(x.Shape, a, op.Name).First) : null),
            TransposeOp transpose => reach.Moved(a => Array.FindIndex(transpose.Order.ToArray(), o => x.Shape.Axis(o) == a)),
            ExpandDimsOp or SqueezeOp or ReshapeOp => reach.Moved(a => SamePlace(x.Shape, y.Shape, a)),
            ReduceOp reduce => Reduced(reach, reduce.Over.Resolve(x.Shape, op.Name), reduce.KeepDims),
            MeanOp mean => Reduced(reach, mean.Over.Resolve(x.Shape, op.Name), mean.KeepDims),
            SoftmaxOp softmax => reach.Without(x.Shape.Axis(softmax.Axis)),
            LogSoftmaxOp softmax => reach.Without(x.Shape.Axis(softmax.Axis)),
            LayerNormOp norm when input == 0 => reach.Without([.. Enumerable.Range(x.Rank - norm.Trailing, norm.Trailing)]),
            MatMulOp product => input == 0 ? Factor(reach, product.TransposeA ? last - 1 : last, product.TransposeA ? last : last - 1, y.Rank - 2, shift)
                : Factor(reach, product.TransposeB ? last : last - 1, product.TransposeB ? last - 1 : last, y.Rank - 1, shift),
            _ => null,
        };
    }

    private static (int, double, double) Window(SpatialPadding padding, Shape data, int axis, int span, int stride) =>
        (span, stride, padding.Resolve(axis, data[axis + 1], span, stride).Before);

    /// <summary>A window that spreads each position over several: an output sees those whose windows reach it.</summary>
    private static (int, double, double) Spread(int span, int stride, int before) =>
        ((span + stride - 1) / stride, 1.0 / stride, Math.Floor((double)(span - 1 - before) / stride));

    /// <summary>A factor of a matrix product: one axis is summed over, the other goes to its place in the product.</summary>
    private static Reach Factor(Reach reach, int summed, int kept, int place, int shift) => reach.Moved(a => a == summed ? -1 : a == kept ? place : a + shift);

    private static Reach Reduced(Reach reach, int[] over, bool keepDims) =>
        reach.Moved(a => over.Contains(a) ? -1 : keepDims ? a : a - over.Count(o => o < a));

    /// <summary>The axis that stands for the same positions in another shape, or −1.</summary>
    private static int SamePlace(Shape from, Shape to, int axis)
    {
        long before = from[..axis].Count, seen = 1;
        for (int i = 0; i < to.Rank; seen *= to[i++])
            if (seen == before && to[i] == from[axis]) return i;
        return -1;
    }
}
