namespace DeepSharp.Onnx;

/// <summary>Convolution of bytes, each less its zero point, as whole numbers.</summary>
internal sealed class ConvIntegerOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override bool ReadsValue(int input) => input > 1;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [Sums(node, x[0], x.Optional(2), x[1], x.Optional(3))];

    /// <summary>The exact sums, in double precision, in which every form of a convolution comes near enough to the whole number.</summary>
    public static OnnxValue Sums(OnnxNode node, OnnxValue data, OnnxValue? dataZero, OnnxValue kernel, OnnxValue? kernelZero)
    {
        var zero = kernelZero?.Plain;
        if (zero is { Rank: 1 } row && row.Shape[0] != 1) zero = Quantized.Along(row, 0, kernel.Rank);
        var x = data.Map(t => Quantized.Centred(t, dataZero?.Plain.Reshape([])).Cast(DType.Float64));
        var y = ConvOperator.Convolve(node, x, Quantized.Centred(kernel.Plain, zero?.Rank == 1 ? zero.Reshape([]) : zero).Cast(DType.Float64));
        return y.Map(t => t.Round().Cast(DType.Int32));
    }
}

/// <summary>Convolution of quantized data with a quantized kernel, and a bias of whole numbers in the scale of their product, as quantized data.</summary>
internal sealed class QLinearConvOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override bool ReadsValue(int input) => input is not (0 or 3 or 8);

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var sums = ConvIntegerOperator.Sums(node, x[0], x[2], x[3], x[5]);
        int filters = x[3].Shape[0], rank = x[0].Rank;
        if (x.OptionalTensor(8) is { } bias)
            sums = OnnxValue.Zip([sums, Quantized.Along(ConvOperator.RequireBias(node, bias, filters), 1, rank)], t => t[0] + t[1].Cast(DType.Int32));
        var scale = x.Tensor(4);
        scale = scale.Count == 1 ? scale.Reshape([]) : Quantized.Along(ConvOperator.RequireBias(node, scale, filters), 1, rank);
        return [Quantized.Requantize(sums, x.Tensor(1).Reshape([]), scale, x.Tensor(6).Reshape([]), x[7])];
    }
}
