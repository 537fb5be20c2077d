namespace DeepSharp.Onnx;

/// <summary>Numbers as bytes, with the scale and the zero point with which 0 and all of them just fit: the bytes, the scale, the zero point.</summary>
internal sealed class DynamicQuantizeLinearOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var data = x[0].IsLast ? x[0].Last : x[0].Plain;
        Tensor lowest = data.Min().Minimum(0), highest = data.Max().Maximum(0), span = highest - lowest;
        // Where all are 0 every scale would do.
        var scale = Tensor.Where(span.Equal(0), span.ScalarLike(1), span / byte.MaxValue);
        var zero = (-lowest / scale).Clip(0, byte.MaxValue).Round().Cast(DType.UInt8);
        return [QuantizedType.Bytes.Quantize(x[0].Map(t => t / scale), zero), scale, zero];
    }
}
