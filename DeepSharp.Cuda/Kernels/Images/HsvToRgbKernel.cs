namespace DeepSharp.Gpu;

/// <summary>Pixel by pixel, in one launch.</summary>
internal sealed class HsvToRgbKernel : CudaKernel<HsvToRgbOp>
{
    protected override void Run(CudaContext cuda, HsvToRgbOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        cuda.Launch(cuda.Function("colors", "hsv_to_rgb", x.DType), cuda.GridFor(y.Count / 3), x.Address(), y.Address(), y.Count / 3);
    }
}
