using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: rows (image, d, h) of the input gradient of a depthwise convolution, gathered tap by tap.</summary>
internal unsafe struct DepthwiseInputGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvGeometry G;
    public T* Dy, Kernel, Dx;

    public readonly void Run(int start, int end)
    {
        int width = G.Input.W;
        for (int row = start; row < end; row++)
        {
            var (rest, h) = Math.DivRem(row, G.Input.H);
            var (image, d) = Math.DivRem(rest, G.Input.D);
            T* dx = Dx + (long)row * width * G.InChannels;
            new Span<T>(dx, width * G.InChannels).Clear();
            for (int i = 0; i < G.Kernel.D; i++)
            {
                for (int j = 0; j < G.Kernel.H; j++)
                {
                    if (Source(d + G.PadBefore.D - i * G.Dilation.D, G.Stride.D, G.Output.D, out int z)
                        && Source(h + G.PadBefore.H - j * G.Dilation.H, G.Stride.H, G.Output.H, out int y))
                    {
                        long line = ((long)image * G.Output.D + z) * G.Output.H + y;
                        Row(dx, Dy + line * G.Output.W * G.OutChannels, Kernel + (long)(i * G.Kernel.H + j) * G.Kernel.W * G.OutChannels);
                    }
                }
            }
        }
    }

    private readonly void Row(T* dx, T* dy, T* weights)
    {
        for (int k = 0; k < G.Kernel.W; k++, weights += G.OutChannels)
        {
            for (int w = 0; w < G.Input.W; w++)
            {
                if (Source(w + G.PadBefore.W - k * G.Dilation.W, G.Stride.W, G.Output.W, out int x))
                    ChannelProducts.Collect(dx + (long)w * G.InChannels, dy + (long)x * G.OutChannels, weights, G.InChannels,
                        G.OutChannels / G.InChannels);
            }
        }
    }

    // The output whose tap reached this far, if the stride meets it.
    private static bool Source(int reach, int stride, int outputs, out int output)
    {
        output = reach / stride;
        return reach >= 0 && reach % stride == 0 && output < outputs;
    }
}
