namespace DeepSharp.Onnx;

/// <summary>Records ops that have an ONNX form as they are called, and others as what they are composed of.</summary>
internal sealed class ExportTrace : Trace
{
    private ExportTrace() : base(Device.Cpu) { }

    /// <inheritdoc/>
    public override bool TakesWhole => true;

    /// <inheritdoc/>
    public override bool Takes(Op op, TensorSpec[] inputs) => OnnxFormTable.Find(op)?.Fits(op, inputs) ?? false;

    /// <summary>Records a function, without what its results do not need.</summary>
    public static Graph Record(TensorSpec[] inputs, Func<Tensor[], Tensor[]> function)
    {
        var graph = GradientTape.Unrecorded(() => Record(new ExportTrace(), inputs, function));
        RemoveDeadNodes.Run(graph);
        return graph;
    }
}
