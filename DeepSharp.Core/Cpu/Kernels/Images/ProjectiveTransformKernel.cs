using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Rows of outputs are shared out; the places are worked out on the way and never stored.</summary>
internal sealed unsafe class ProjectiveTransformKernel : CpuKernel<ProjectiveTransformOp>
{
    protected override bool Supports(ProjectiveTransformOp op, ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType is DType.Float32 or DType.Float64;

    protected override void Run(ProjectiveTransformOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs[0], inputs[1], outputs[0]);
        else Run<double>(op, inputs[0], inputs[1], outputs[0]);
    }

    private static void Run<T>(ProjectiveTransformOp op, Tensor images, Tensor maps, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var body = new Body<T>
        {
            Sampler = new(images.Shape, op.Interpolation, op.FillMode, op.FillValue),
            Images = images.Pointer<T>(),
            Maps = maps.Pointer<T>(),
            MapStep = maps.Shape[0] == 1 ? 0 : 8,
            Y = y.Pointer<T>(),
            Rows = y.Shape[1],
            Columns = y.Shape[2],
        };
        CpuPool.For(checked(y.Shape[0] * body.Rows), body.Sampler.Grain(body.Columns), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ImageSampler<T> Sampler;
        public T* Images, Maps, Y;
        public int MapStep, Rows, Columns;

        public readonly void Run(int start, int end)
        {
            long size = (long)Sampler.Height * Sampler.Width * Sampler.Channels;
            for (int item = start; item < end; item++)
            {
                var (n, line) = Math.DivRem(item, Rows);
                T* image = Images + n * size, m = Maps + (long)n * MapStep, y = Y + (long)item * Columns * Sampler.Channels;
                T row = T.CreateTruncating(line);
                for (int i = 0; i < Columns; i++, y += Sampler.Channels)
                {
                    T column = T.CreateTruncating(i), depth = m[6] * column + m[7] * row + T.One;
                    T across = (m[0] * column + m[1] * row + m[2]) / depth, down = (m[3] * column + m[4] * row + m[5]) / depth;
                    Sampler.Read(image, down, across, y);
                }
            }
        }
    }
}
