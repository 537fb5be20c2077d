namespace DeepSharp.Onnx;

/// <summary>Changes the element type to that named by <c>to</c>.</summary>
internal sealed class CastOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [To(x[0], TypeOf(node, "to"), node.Narrow("to"))];

    /// <summary>A value as another type; of one that no tensor here has, the lowest bits.</summary>
    public static OnnxValue To(OnnxValue x, DType to, NarrowType? narrow) => narrow is null ? x.Map(t => t.Cast(to)) : x.Map(narrow.Wrap).As(narrow);

    /// <summary>The type an attribute names.</summary>
    public static DType TypeOf(OnnxNode node, string attribute)
    {
        try { return OnnxTypes.Own(node.Int(attribute), $"the result by its attribute '{attribute}'"); }
        catch (InvalidDataException e) { throw node.Invalid(e.Message.TrimEnd('.')); }
    }
}

/// <summary>Changes the element type to that of the second input.</summary>
internal sealed class CastLikeOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [CastOperator.To(x[0], x[1].DType, x[1].Narrow)];
}
