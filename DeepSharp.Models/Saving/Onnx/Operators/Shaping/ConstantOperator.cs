namespace DeepSharp.Onnx;

/// <summary>A value that stands in the graph.</summary>
internal sealed class ConstantOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [new OnnxValue(Value(node)).As(node.Narrow("value"))];

    private static Tensor Value(OnnxNode node) => node.Tensor("value")
        ?? (node.Has("value_float") ? Tensor.Scalar((float)node.Float("value_float", 0), Device.Cpu) : null)
        ?? (node.Has("value_int") ? Tensor.Scalar((long)node.Int("value_int"), Device.Cpu) : null)
        ?? (node.Floats("value_floats") is { } floats ? Tensor.From<float>([.. floats.Select(f => (float)f)], Device.Cpu) : null)
        ?? (node.Ints("value_ints") is { } ints ? OnnxShapes.Row(ints) : null)
        ?? throw node.Invalid("it holds no number and no tensor");
}

/// <summary>A tensor of one value, of the shape that the input names.</summary>
internal sealed class ConstantOfShapeOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => input == 0;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var shape = OnnxShapes.Lengths(node, x.Ints(0));
        var value = node.Tensor("value") ?? Tensor.Scalar(0f, Device.Cpu);
        return value.Count == 1 ? [new OnnxValue(Tensor.Full(shape, value.Item(), value.DType, Device.Cpu)).As(node.Narrow("value"))]
            : throw node.Invalid($"its value is {value.Spec}; expected one element");
    }
}

/// <summary>The numbers from start to before limit in steps of delta.</summary>
internal sealed class RangeOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => true;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        double start = x.Number(0), limit = x.Number(1), step = x.Number(2), count = Math.Max(0, Math.Ceiling((limit - start) / step));
        if (!(count <= OnnxShapes.MostMade)) throw node.Invalid($"it would give {count} numbers");
        return Tensor.Arange(start, limit, step, x[0].DType, Device.Cpu);
    }
}
