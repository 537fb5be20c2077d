namespace DeepSharp.Gpu;

/// <summary>A thread for each channel of each pixel of the result; the places are never stored.</summary>
internal sealed class ProjectiveTransformKernel : CudaKernel<ProjectiveTransformOp>
{
    private const int MapLength = 8;

    protected override void Run(CudaContext cuda, ProjectiveTransformOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (images, maps, y) = (inputs[0], inputs[1], outputs[0]);
        cuda.Launch(
            cuda.Function("image_sampling", "projective_transform", images.DType), cuda.GridFor(y.Count),
            images.Address(), images.Shape[1], images.Shape[2], images.Shape[3], (int)op.FillMode, op.Interpolation == Interpolation.Nearest, op.FillValue,
            maps.Address(), maps.Shape[0] == 1 ? 0 : MapLength, y.Address(), y.Shape[1], y.Shape[2], y.Count);
    }
}
