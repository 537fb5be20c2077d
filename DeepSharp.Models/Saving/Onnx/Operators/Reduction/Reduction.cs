namespace DeepSharp.Onnx;

/// <summary>A reduction over axes, which are an attribute in older opsets and an input in newer ones; one row of the table for each.</summary>
/// <param name="function">The function of a tensor, the axes, and whether these stay with length one.</param>
internal sealed class Reduction(Func<Tensor, Axes, bool, Tensor> function) : OnnxOperator
{
    /// <summary>The reductions by name.</summary>
    public static readonly Dictionary<string, Reduction> All = new()
    {
        ["ReduceL1"] = new((x, axes, keep) => x.Abs().Sum(axes, keep)),
        ["ReduceL2"] = new((x, axes, keep) => x.Square().Sum(axes, keep).Sqrt()),
        ["ReduceLogSum"] = new((x, axes, keep) => x.Sum(axes, keep).Log()),
        ["ReduceLogSumExp"] = new((x, axes, keep) => x.LogSumExp(axes, keep)),
        ["ReduceMax"] = new(Largest),
        ["ReduceMean"] = new((x, axes, keep) => x.Mean(axes, keep)),
        ["ReduceMin"] = new((x, axes, keep) => x.DType == DType.Bool ? x.All(axes, keep) : x.Min(axes, keep)),
        ["ReduceProd"] = new((x, axes, keep) => x.Prod(axes, keep)),
        ["ReduceSum"] = new((x, axes, keep) => x.Sum(axes, keep)),
        ["ReduceSumSquare"] = new((x, axes, keep) => x.Square().Sum(axes, keep)),
    };

    /// <inheritdoc/>
    public override bool MayOverflow => true;

    /// <inheritdoc/>
    public override bool ReadsValue(int input) => input == 1;

    /// <inheritdoc/>
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        int[] axes = x.Ints("axes", 1) ?? [];
        if (axes.Length == 0 && node.Flag("noop_with_empty_axes")) return [x[0]];
        bool keep = node.Flag("keepdims", true);
        if (x[0].Rank == 0) return [function(x[0].Plain.Reshape([1]), default, false)];
        axes = new Axes(axes).Resolve(x[0].Shape, node.OpType);
        int rank = x[0].Rank;
        if (!x[0].IsLast) return [function(x[0].Plain, axes, keep)];
        int[] turned = [.. axes.Select(a => a == 0 ? 0 : a == 1 ? rank - 1 : a - 1)];
        if (keep) return [OnnxValue.ChannelsLast(function(x[0].Last, turned, true))];
        // Where channels or all places are gone, what is left stands in the same order both ways.
        bool isSame = axes.Contains(1) || axes.Count(a => a > 1) == rank - 2;
        return [isSame ? function(x[0].Last, turned, false) : function(x[0].Plain, axes, false)];
    }

    private static Tensor Largest(Tensor x, Axes axes, bool keep) => x.DType == DType.Bool ? x.Any(axes, keep) : x.Max(axes, keep);
}
