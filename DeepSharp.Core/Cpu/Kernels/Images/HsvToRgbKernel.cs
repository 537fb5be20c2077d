using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Pixel by pixel, in one pass: the composition is twenty-five.</summary>
internal sealed unsafe class HsvToRgbKernel : CpuKernel<HsvToRgbOp>
{
    private const int Grain = 4096;

    protected override void Run(HsvToRgbOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(inputs[0], outputs[0]);
        else Run<double>(inputs[0], outputs[0]);
    }

    private static void Run<T>(Tensor x, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var body = new Body<T> { X = x.Pointer<T>(), Y = y.Pointer<T>() };
        CpuPool.For(checked((int)(y.Count / 3)), Grain, ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* X, Y;

        public readonly void Run(int start, int end)
        {
            T two = T.CreateTruncating(2), three = T.CreateTruncating(3), four = T.CreateTruncating(4), six = T.CreateTruncating(6);
            T* x = X + 3L * start, y = Y + 3L * start;
            for (int i = start; i < end; i++, x += 3, y += 3)
            {
                T sixths = (x[0] - T.Floor(x[0])) * six, saturation = x[1], value = x[2], rest = T.One - saturation;
                y[0] = value * (rest + saturation * Hold(T.Abs(sixths - three) - T.One));
                y[1] = value * (rest + saturation * Hold(two - T.Abs(sixths - two)));
                y[2] = value * (rest + saturation * Hold(two - T.Abs(sixths - four)));
            }
        }

        private static T Hold(T part) => T.Min(T.Max(part, T.Zero), T.One);
    }
}
