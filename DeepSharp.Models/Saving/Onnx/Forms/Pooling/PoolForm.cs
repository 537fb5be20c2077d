namespace DeepSharp.Onnx;

/// <summary>Max pooling.</summary>
internal sealed class MaxPoolForm : OnnxForm<MaxPoolOp>
{
    protected override void Write(MaxPoolOp op, ExportNode node, OnnxWriter w) => Write("MaxPool", op, node, w);

    /// <summary>Writes a pool.</summary>
    public static void Write(string name, PoolOp op, ExportNode node, OnnxWriter w) =>
        w.SetFirst(node.Outputs[0], w.Node(name, [w.First(node.Inputs[0])], [.. Attributes(op, node)]));

    /// <summary>The attributes of a pool's window.</summary>
    public static (string, object)[] Attributes(PoolOp op, ExportNode node) =>
        [("kernel_shape", op.Window.ToArray()), ("strides", op.Strides.ToArray()), Border.Of(op.Padding, node.Inputs[0], [.. op.Window], op.Strides)];
}

/// <summary>Average pooling; what lies outside does not count.</summary>
internal sealed class AveragePoolForm : OnnxForm<AveragePoolOp>
{
    protected override void Write(AveragePoolOp op, ExportNode node, OnnxWriter w) => MaxPoolForm.Write("AveragePool", op, node, w);
}

/// <summary>The places of largest elements: ONNX counts in all data with the channels in front, here each image with the channels last.</summary>
internal sealed class MaxPoolIndicesForm : OnnxForm<MaxPoolIndicesOp>
{
    protected override bool Fits(MaxPoolIndicesOp op, TensorSpec[] inputs) => true;

    protected override void Write(MaxPoolIndicesOp op, ExportNode node, OnnxWriter w)
    {
        var x = node.Inputs[0];
        long channels = x.Shape[^1];
        var image = w.Rule([.. x.Specs.Select(s => s.Shape[1..^1].Count)], node);
        string size = w.Lengths([image]), count = w.Row([channels]);
        string place = w.Nodes("MaxPool", 2, [w.First(x)], [.. MaxPoolForm.Attributes(op, node)])[1];
        string inImage = w.Node("Mod", [place, size]), channel = w.Node("Mod", [w.Node("Div", [place, size]), count]);
        string turned = w.Node("Add", [w.Node("Mul", [inImage, count]), channel]);
        w.SetFirst(node.Outputs[0], w.Node("Cast", [turned], ("to", OnnxTypes.Theirs(DType.Int32))));
    }
}
