using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: taps of the kernel gradient of a depthwise convolution.</summary>
internal unsafe struct DepthwiseKernelGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvGeometry G;
    public PatchGrid Grid;
    public T* X, Dy, Dw;

    public readonly void Run(int start, int end)
    {
        using var scratch = ScratchArena.Rent<T>(G.OutChannels);
        for (int tap = start; tap < end; tap++)
        {
            var (rest, k) = Math.DivRem(tap, G.Kernel.W);
            var (i, j) = Math.DivRem(rest, G.Kernel.H);
            Tap(Dw + (long)tap * G.OutChannels, scratch.Pointer, i * G.Dilation.D, j * G.Dilation.H, k * G.Dilation.W);
        }
    }

    private readonly void Tap(T* dw, T* rowSum, int stepD, int stepH, int stepW)
    {
        new Span<T>(dw, G.OutChannels).Clear();
        for (int image = 0; image < G.Batch; image++)
        {
            for (int d = 0; d < G.Output.D; d++)
            {
                int z = Grid.D.Start(d) + stepD;
                for (int h = 0; h < G.Output.H && (uint)z < (uint)G.Input.D; h++)
                {
                    int y = Grid.H.Start(h) + stepH;
                    if ((uint)y >= (uint)G.Input.H)
                        continue;
                    long line = ((long)image * G.Output.D + d) * G.Output.H + h;
                    Row(rowSum, X + image * Grid.ImageStride + Grid.Offset(z, y, 0), Dy + line * G.Output.W * G.OutChannels, stepW);
                    for (int c = 0; c < G.OutChannels; c++)
                        dw[c] += rowSum[c];
                }
            }
        }
    }

    private readonly void Row(T* sum, T* x, T* dy, int stepW)
    {
        new Span<T>(sum, G.OutChannels).Clear();
        for (int w = 0; w < G.Output.W; w++, dy += G.OutChannels)
        {
            int from = Grid.W.Start(w) + stepW;
            if ((uint)from < (uint)G.Input.W)
                ChannelProducts.Spread(sum, x + (long)from * G.InChannels, dy, G.InChannels, G.OutChannels / G.InChannels);
        }
    }
}
