namespace DeepSharp.Onnx;

/// <summary>Reductions over axes: a row of the table for each.</summary>
/// <param name="name">The operator.</param>
/// <param name="axes">The axes the op names, and whether they stay.</param>
internal sealed class ReductionForm(string name, Func<Op, (Axes Over, bool KeepDims)> axes) : OnnxForm
{
    /// <summary>The reductions by the type of their op.</summary>
    public static readonly Dictionary<Type, OnnxForm> All = new()
    {
        [typeof(ReduceOp<SumFn>)] = new ReductionForm("ReduceSum", Own),
        [typeof(ReduceOp<MaxFn>)] = new ReductionForm("ReduceMax", Own),
        [typeof(ReduceOp<MinFn>)] = new ReductionForm("ReduceMin", Own),
        [typeof(ReduceOp<ProdFn>)] = new ReductionForm("ReduceProd", Own),
        [typeof(MeanOp)] = new ReductionForm("ReduceMean", op => (((MeanOp)op).Over, ((MeanOp)op).KeepDims)),
        [typeof(LogSumExpOp)] = new ReductionForm("ReduceLogSumExp", op => (((LogSumExpOp)op).Over, ((LogSumExpOp)op).KeepDims)),
        [typeof(AnyOp)] = new ReductionForm("ReduceMax", op => (((AnyOp)op).Over, ((AnyOp)op).KeepDims)),
        [typeof(AllOp)] = new ReductionForm("ReduceMin", op => (((AllOp)op).Over, ((AllOp)op).KeepDims)),
    };

    private static (Axes, bool) Own(Op op) => (((ReduceOp)op).Over, ((ReduceOp)op).KeepDims);

    /// <inheritdoc/>
    public override bool Fits(Op op, TensorSpec[] inputs) => true;

    /// <inheritdoc/>
    public override void Write(ExportNode node, OnnxWriter w)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        var (over, keep) = axes(node.Ops[0]);
        int[] resolved = over.Resolve(x.Shape, name);
        // What is left stands in the same order both ways where all places are gone, or the channels.
        bool isSame = resolved.Contains(x.Rank - 1) || resolved.Count(a => a > 0 && a < x.Rank - 1) == x.Rank - 2;
        bool first = w.IsFirst(x) && (keep || isSame);
        string data = first ? w.First(x) : w.Plain(x);
        bool isBool = x.DType == DType.Bool;
        if (isBool) data = w.Node("Cast", [data], ("to", OnnxTypes.Theirs(DType.Int32)));
        int[] places = first ? [.. resolved.Select(a => OnnxWriter.FrontAxis(a, x.Rank))] : resolved;
        string result = x.Rank == 0 ? data
            : name == "ReduceSum" ? w.Node(name, [data, w.Row([.. places.Select(a => (long)a)])], ("keepdims", keep))
            : w.Node(name, [data], ("axes", places), ("keepdims", keep));
        if (isBool) result = w.Node("Cast", [result], ("to", OnnxTypes.Theirs(DType.Bool)));
        if (first && keep) w.SetFirst(y, result);
        else w.Set(y, result);
    }
}
