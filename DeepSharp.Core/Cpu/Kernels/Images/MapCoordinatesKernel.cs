using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Rows of places are shared out; each place reads its four pixels, or one.</summary>
internal sealed unsafe class MapCoordinatesKernel : CpuKernel<MapCoordinatesOp>
{
    protected override bool Supports(MapCoordinatesOp op, ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType is DType.Float32 or DType.Float64;

    protected override void Run(MapCoordinatesOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs[0], inputs[1], outputs[0]);
        else Run<double>(op, inputs[0], inputs[1], outputs[0]);
    }

    private static void Run<T>(MapCoordinatesOp op, Tensor images, Tensor places, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var body = new Body<T>
        {
            Sampler = new(images.Shape, op.Interpolation, op.FillMode, op.FillValue),
            Images = images.Pointer<T>(),
            Places = places.Pointer<T>(),
            Y = y.Pointer<T>(),
            Rows = y.Shape[1],
            Columns = y.Shape[2],
        };
        CpuPool.For(checked(y.Shape[0] * body.Rows), body.Sampler.Grain(body.Columns), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ImageSampler<T> Sampler;
        public T* Images, Places, Y;
        public int Rows, Columns;

        public readonly void Run(int start, int end)
        {
            long size = (long)Sampler.Height * Sampler.Width * Sampler.Channels;
            for (int row = start; row < end; row++)
            {
                T* image = Images + row / Rows * size;
                T* at = Places + (long)row * Columns * 2, y = Y + (long)row * Columns * Sampler.Channels;
                for (int column = 0; column < Columns; column++, at += 2, y += Sampler.Channels) Sampler.Read(image, at[0], at[1], y);
            }
        }
    }
}
