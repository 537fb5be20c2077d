namespace DeepSharp.Onnx;

/// <summary>Softmax along an axis.</summary>
internal sealed class SoftmaxForm : OnnxForm<SoftmaxOp>
{
    protected override void Write(SoftmaxOp op, ExportNode node, OnnxWriter w) => Write("Softmax", op.Axis, node, w);

    /// <summary>Writes a function along an axis, in whichever order of axes its input has.</summary>
    public static void Write(string name, int axis, ExportNode node, OnnxWriter w)
    {
        var x = node.Inputs[0];
        axis = x.Shape.Axis(axis, name);
        if (w.IsFirst(x)) w.SetFirst(node.Outputs[0], w.Node(name, [w.First(x)], ("axis", OnnxWriter.FrontAxis(axis, x.Rank))));
        else w.Set(node.Outputs[0], w.Node(name, [w.Plain(x)], ("axis", axis)));
    }
}

/// <summary>The logarithm of softmax along an axis.</summary>
internal sealed class LogSoftmaxForm : OnnxForm<LogSoftmaxOp>
{
    protected override void Write(LogSoftmaxOp op, ExportNode node, OnnxWriter w) => SoftmaxForm.Write("LogSoftmax", op.Axis, node, w);
}

/// <summary>Layer normalization over the last axes.</summary>
internal sealed class LayerNormForm : OnnxForm<LayerNormOp>
{
    protected override void Write(LayerNormOp op, ExportNode node, OnnxWriter w) => w.Set(node.Outputs[0],
        w.Node("LayerNormalization", Array.ConvertAll(node.Inputs, w.Full), ("axis", -op.Trailing), ("epsilon", op.Epsilon)));
}

/// <summary>Groups of channels normalized together: as channels of their own that are normalized each.</summary>
internal sealed class GroupNormForm : OnnxForm<GroupNormOp>
{
    protected override bool Fits(GroupNormOp op, TensorSpec[] inputs) => inputs[0].Shape.Rank >= 3 && op.Axis == inputs[0].Shape.Rank - 1;

    protected override void Write(GroupNormOp op, ExportNode node, OnnxWriter w)
    {
        var (x, type) = (node.Inputs[0], node.Inputs[0].DType);
        string Row(double value) => w.Initializer("constant", Tensor.Full([op.Groups], value, type, Device.Cpu));
        string data = w.First(x), grouped = w.Reshape(data, [0, op.Groups, -1]);
        string normal = w.Node("InstanceNormalization", [grouped, Row(1), Row(0)], ("epsilon", op.Epsilon));
        string back = w.Node("Reshape", [normal, w.Node("Shape", [data])]);
        string scaled = w.Node("Mul", [back, Parameter(node.Inputs[1], x.Rank, w)]);
        w.SetFirst(node.Outputs[0], w.Node("Add", [scaled, Parameter(node.Inputs[2], x.Rank, w)]));
    }

    private static string Parameter(ExportValue v, int rank, OnnxWriter w) => v.Uniform is { } number ? w.Scalar(number, v.DType)
        : v.IsStatic ? w.FirstOf(v, rank) : w.Reshape(w.Plain(v), [1, -1, .. Enumerable.Repeat(1L, rank - 2)]);
}

/// <summary>Batch normalization with stored statistics; where channels are neither the last axis nor the second there is no form.</summary>
internal sealed class BatchNormInferenceForm : OnnxForm<BatchNormInferenceOp>
{
    protected override bool Fits(BatchNormInferenceOp op, TensorSpec[] inputs) => op.Axis == 1 || op.Axis == inputs[0].Shape.Rank - 1;

    protected override void Write(BatchNormInferenceOp op, ExportNode node, OnnxWriter w)
    {
        var (x, mean) = (node.Inputs[0], node.Inputs[1]);
        bool first = op.Axis != 1;
        string Row(double value) => w.Initializer("constant", Tensor.Full(mean.Shape, value, mean.DType, Device.Cpu));
        string gamma = op.Scales ? w.Full(node.Inputs[3]) : Row(1), beta = op.Shifts ? w.Full(node.Inputs[^1]) : Row(0);
        string y = w.Node("BatchNormalization", [first ? w.First(x) : w.Plain(x), gamma, beta, w.Full(mean), w.Full(node.Inputs[2])], ("epsilon", op.Epsilon));
        if (first) w.SetFirst(node.Outputs[0], y);
        else w.Set(node.Outputs[0], y);
    }
}

/// <summary>Local response normalization.</summary>
internal sealed class LocalResponseNormForm : OnnxForm<LocalResponseNormOp>
{
    protected override bool Fits(LocalResponseNormOp op, TensorSpec[] inputs) => inputs[0].Shape.Rank == 4;

    protected override void Write(LocalResponseNormOp op, ExportNode node, OnnxWriter w)
    {
        int size = 2 * op.DepthRadius + 1;
        w.SetFirst(node.Outputs[0], w.Node("LRN", [w.First(node.Inputs[0])], ("size", size), ("alpha", op.Alpha * size), ("beta", op.Beta), ("bias", op.Bias)));
    }
}
