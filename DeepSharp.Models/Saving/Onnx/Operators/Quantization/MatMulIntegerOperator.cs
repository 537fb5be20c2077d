namespace DeepSharp.Onnx;

/// <summary>(A − a's zero point) · (B − b's zero point) of matrices of bytes, as whole numbers.</summary>
internal sealed class MatMulIntegerOperator : OnnxFunction
{
    public override bool TellsTypes => true;

    public override bool ReadsValue(int input) => input > 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x) => Quantized.Product(node,
        Quantized.Centred(x.Tensor(0), x.OptionalTensor(2) is { } a ? Rows(a) : null), Quantized.Centred(x.Tensor(1), x.OptionalTensor(3)));

    /// <summary>A scale or zero point of the first factor, which where it is a row has a number for each row of the matrix.</summary>
    public static Tensor Rows(Tensor parameter) => parameter.Rank == 1 && parameter.Shape[0] != 1 ? parameter.ExpandDims(1) : parameter;
}

/// <summary>The product of quantized matrices as a quantized matrix.</summary>
internal sealed class QLinearMatMulOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override bool ReadsValue(int input) => input is not (0 or 3);

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        Tensor a = Quantized.Centred(x.Tensor(0), MatMulIntegerOperator.Rows(x.Tensor(2))), b = Quantized.Centred(x.Tensor(3), x.Tensor(5));
        return [Quantized.Requantize(Quantized.Product(node, a, b), MatMulIntegerOperator.Rows(x.Tensor(1)), x.Tensor(4), x.Tensor(6).Reshape([]), x[7])];
    }
}
