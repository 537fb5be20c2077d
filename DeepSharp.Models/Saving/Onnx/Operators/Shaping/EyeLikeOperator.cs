namespace DeepSharp.Onnx;

/// <summary>A matrix of the input's shape with ones on a diagonal.</summary>
internal sealed class EyeLikeOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        if (x[0].Rank != 2) throw new ShapeMismatchException($"[EyeLike] expects a matrix but got {x[0].Shape}.");
        var type = node.Has("dtype") ? CastOperator.TypeOf(node, "dtype") : x[0].DType;
        var (rows, columns) = (OnnxShapes.Places(x[0].Shape[0], DType.Int32, x[0].Plain).ExpandDims(1),
            OnnxShapes.Places(x[0].Shape[1], DType.Int32, x[0].Plain));
        return (columns - rows).Equal(node.Int("k", 0)).Cast(type);
    }
}

/// <summary>The elements above or below a diagonal, the others zero.</summary>
internal sealed class TriluOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        int diagonal = x.Optional(1) is null ? 0 : x.Int(1);
        return node.Flag("upper", true) ? x.Tensor(0).Triu(diagonal) : x.Tensor(0).Tril(diagonal);
    }
}
