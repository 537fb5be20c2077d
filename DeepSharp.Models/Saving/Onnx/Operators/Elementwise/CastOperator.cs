namespace DeepSharp.Onnx;

/// <summary>Changes the element type to that named by <c>to</c>.</summary>
internal sealed class CastOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var to = TypeOf(node, "to");
        return [x[0].Map(t => t.Cast(to))];
    }

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
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [x[0].Map(t => t.Cast(x[1].DType))];
}
