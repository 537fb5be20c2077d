namespace DeepSharp.Gpu;

/// <summary>Pixel by pixel, in one launch.</summary>
internal sealed class RgbToHsvKernel : CudaKernel<RgbToHsvOp>
{
    protected override void Run(CudaContext cuda, RgbToHsvOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        cuda.Launch(
            cuda.Function("colors", "rgb_to_hsv", x.DType), cuda.GridFor(y.Count / 3), x.Address(), y.Address(), RgbToHsvOp.Smallest(x.DType), y.Count / 3);
    }
}
