namespace DeepSharp.Onnx;

/// <summary>The discrete Fourier transform along an axis, by a product with cosines and sines; the last axis holds real and imaginary parts.</summary>
internal sealed class DFTOperator : OnnxFunction
{
    private const int Most = 2048;

    public override int Since => 17;

    public override bool ReadsValue(int input) => input > 0;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        if (data.Rank < 2 || data.Shape[^1] is not (1 or 2))
            throw new ShapeMismatchException($"[DFT] expects a last axis of length 1 or 2 but got {data.Shape}.");
        // The axis became an input with opset 20.
        int axis = data.Shape.Axis(node.Opset < 20 ? node.Int("axis", 1) : x.Optional(2) is null ? -2 : x.Int(2), "DFT");
        int length = x.Optional(1) is null ? data.Shape[axis] : x.Int(1);
        bool inverse = node.Flag("inverse"), half = node.Flag("onesided");
        if (axis == data.Rank - 1 || length is < 1 or > Most)
            throw node.Invalid(
                $"it transforms axis {axis} of {data.Shape} at length {length}; expected another axis than the last, and a length from 1 to {Most}");
        if (length < data.Shape[axis]) data = data.Slice(axis, ..length);
        else if (length > data.Shape[axis])
            data = data.Pad([.. Enumerable.Range(0, data.Rank).Select(a => a == axis ? (AxisPadding)(0, length - data.Shape[axis]) : default)]);

        int outputs = half ? length / 2 + 1 : length;
        Tensor Table(Func<double, double> f) => Tensor.From<double>(
            [.. Enumerable.Range(0, length * outputs)
                .Select(i => f(2 * Math.PI * ((long)(i / outputs) * (i % outputs) % length) / length) / (inverse ? length : 1))],
            [length, outputs], OnnxDevice.Of(data)).Cast(data.DType);
        var (cos, sin) = (Table(Math.Cos), Table(t => inverse ? Math.Sin(t) : -Math.Sin(t)));
        Tensor Part(int i) => data.Slice(data.Rank - 1, i..(i + 1)).Squeeze(-1).SwapAxes(axis, data.Rank - 2);
        var re = Part(0);
        var (a, b) = (re.MatMul(cos), re.MatMul(sin));
        if (data.Shape[^1] == 2) (a, b) = (a - Part(1).MatMul(sin), b + Part(1).MatMul(cos));
        return Tensor.Stack([a.SwapAxes(axis, data.Rank - 2), b.SwapAxes(axis, data.Rank - 2)], -1);
    }
}
