namespace DeepSharp.Gpu;

/// <summary>A thread for each channel of each place.</summary>
internal sealed class MapCoordinatesKernel : CudaKernel<MapCoordinatesOp>
{
    protected override void Run(CudaContext cuda, MapCoordinatesOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (images, y) = (inputs[0], outputs[0]);
        cuda.Launch(
            cuda.Function("image_sampling", "map_coordinates", images.DType), cuda.GridFor(y.Count),
            images.Address(), images.Shape[1], images.Shape[2], images.Shape[3], (int)op.FillMode, op.Interpolation == Interpolation.Nearest, op.FillValue,
            inputs[1].Address(), y.Address(), (long)y.Shape[1] * y.Shape[2], y.Count);
    }
}
