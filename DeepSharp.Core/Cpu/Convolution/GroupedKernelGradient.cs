using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: blocks of groups of a convolution's kernel gradient, each as that of a convolution without groups.</summary>
internal unsafe struct GroupedKernelGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    // What is copied of data and gradient at once.
    private const int CopiedElements = 1 << 20;

    private ConvGeometry _g;
    private GroupBlocks<T> _blocks;
    private T* _x, _dy, _dw;
    private VectorWidth? _width;

    /// <summary>Computes <paramref name="dw"/> [taps, channels in of a group, channels out].</summary>
    public static void Share(in ConvGeometry g, T* x, T* dy, T* dw, VectorWidth? width)
    {
        var blocks = GroupBlocks<T>.Filling(g, GroupKernel<T>.For(width ?? BestVectorWidth.Value).Lanes);
        var body = new GroupedKernelGradient<T> { _g = g, _blocks = blocks, _x = x, _dy = dy, _dw = dw, _width = width };
        // A few large blocks are shared out themselves.
        if (blocks.Count < CpuPool.Threads) body.Run(0, blocks.Count);
        else CpuPool.For(blocks.Count, 1, ref body);
    }

    public readonly void Run(int start, int end)
    {
        int size = _blocks.KernelSize, pixelsIn = _g.Input.Volume, pixelsOut = _g.Output.Volume;
        long image = (long)pixelsIn * _blocks.In + (long)pixelsOut * _blocks.Out;
        int most = (int)Math.Clamp(CopiedElements / Math.Max(1, image), 1, Math.Max(1, _g.Batch));
        using var sums = ScratchArena.Rent<T>(size);
        using var part = ScratchArena.Rent<T>(size);
        using var data = ScratchArena.Rent<T>((long)most * pixelsIn * _blocks.In);
        using var gradient = ScratchArena.Rent<T>((long)most * pixelsOut * _blocks.Out);
        for (int block = start; block < end; block++)
        {
            new Span<T>(sums.Pointer, size).Clear();
            for (int first = 0, images; first < _g.Batch; first += images)
            {
                images = Math.Min(most, _g.Batch - first);
                T* x = _x + (long)first * pixelsIn * _g.InChannels + block * _blocks.In;
                T* dy = _dy + (long)first * pixelsOut * _g.OutChannels + block * _blocks.Out;
                ChannelBlocks.Take(x, _g.InChannels, data.Pointer, _blocks.In, images * pixelsIn);
                ChannelBlocks.Take(dy, _g.OutChannels, gradient.Pointer, _blocks.Out, images * pixelsOut);
                ConvCore.KernelGradient(_blocks.Dense(images), data.Pointer, gradient.Pointer, part.Pointer, _width);
                for (int i = 0; i < size; i++) sums.Pointer[i] += part.Pointer[i];
            }
            _blocks.Collect(block, sums.Pointer, _dw);
        }
    }
}
