using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Pixel by pixel, in one pass: the composition is forty.</summary>
internal sealed unsafe class RgbToHsvKernel : CpuKernel<RgbToHsvOp>
{
    private const int Grain = 4096;

    protected override void Run(RgbToHsvOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(inputs[0], outputs[0]);
        else Run<double>(inputs[0], outputs[0]);
    }

    private static void Run<T>(Tensor x, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var body = new Body<T> { X = x.Pointer<T>(), Y = y.Pointer<T>(), Least = T.CreateTruncating(RgbToHsvOp.Smallest(x.DType)) };
        CpuPool.For(checked((int)(y.Count / 3)), Grain, ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* X, Y;
        public T Least;

        public readonly void Run(int start, int end)
        {
            T six = T.CreateTruncating(6), third = T.CreateTruncating(1.0 / 3), thirds = T.CreateTruncating(2.0 / 3);
            T* x = X + 3L * start, y = Y + 3L * start;
            for (int i = start; i < end; i++, x += 3, y += 3)
            {
                T red = Cut(x[0]), green = Cut(x[1]), blue = Cut(x[2]);
                T value = T.Max(T.Max(red, green), blue), range = value - T.Min(T.Min(red, green), blue), hue = T.Zero;
                if (range > T.Zero)
                {
                    T step = T.One / (six * range);
                    hue = value == red ? step * (green - blue) : value == green ? step * (blue - red) + third : step * (red - green) + thirds;
                    if (hue < T.Zero) hue += T.One;
                }
                y[0] = hue;
                y[1] = value > T.Zero ? range / value : T.Zero;
                y[2] = value;
            }
        }

        private readonly T Cut(T color) => T.Abs(color) < Least ? T.Zero : color;
    }
}
