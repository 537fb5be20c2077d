using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Parallel body: a convolution in groups, block by block of them and some images at a time. The channels of a block are copied side by side, where the
/// forms without groups read and write them.
/// </summary>
/// <remarks>Zeros between the groups of a block multiply the data of others; where that is not finite, groups are done one by one.</remarks>
internal unsafe struct GroupedConv<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    // Data and result of a task stay in the second-level cache.
    private const int TaskElements = 1 << 17;

    private ConvGeometry _g;
    private GroupBlocks<T> _blocks;
    private T* _from, _kernel, _to;
    private TE _epilogue;
    private VectorWidth? _width;
    private bool _gradient;     // with respect to the input
    private int _images;        // of a task

    /// <summary>The forward product.</summary>
    public static void Forward(in ConvGeometry g, T* x, T* kernel, T* y, TE epilogue, VectorWidth? width) =>
        Share(new() { _g = g, _from = x, _kernel = kernel, _to = y, _epilogue = epilogue, _width = width });

    /// <summary>The gradient with respect to the input, with an epilogue where there are no strides.</summary>
    public static void InputGradient(in ConvGeometry g, T* dy, T* kernel, T* dx, TE epilogue, VectorWidth? width) =>
        Share(new() { _g = g, _from = dy, _kernel = kernel, _to = dx, _epilogue = epilogue, _width = width, _gradient = true });

    private static void Share(GroupedConv<T, TE> body)
    {
        ref readonly var g = ref body._g;
        body._blocks = GroupBlocks<T>.Filling(g, GroupKernel<T>.For(body._width ?? BestVectorWidth.Value).Lanes);
        long image = (long)g.Input.Volume * body._blocks.In + (long)g.Output.Volume * body._blocks.Out;
        body._images = (int)Math.Clamp(TaskElements / Math.Max(1, image), 1, Math.Max(1, g.Batch));
        int tasks = checked(body._blocks.Count * Blocking.CeilDiv(g.Batch, body._images));
        // A few large tasks are shared out themselves.
        if (tasks < CpuPool.Threads) body.Run(0, tasks);
        else CpuPool.For(tasks, 1, ref body);
    }

    public readonly void Run(int start, int end)
    {
        for (int task = start; task < end; task++)
        {
            // All blocks of some images one after the other, while these are in cache.
            var (chunk, block) = Math.DivRem(task, _blocks.Count);
            int first = chunk * _images, images = Math.Min(_images, _g.Batch - first);
            if (Block(_blocks, block, first, images)) continue;
            for (int group = block * _blocks.Joined; group < (block + 1) * _blocks.Joined; group++) Block(_blocks.Single, group, first, images);
        }
    }

    /// <summary>Does some images of a block, unless its zeros would meet what is not finite.</summary>
    private readonly bool Block(in GroupBlocks<T> blocks, int block, int first, int images)
    {
        var dense = blocks.Dense(images);
        var (from, to) = _gradient ? (Side.Output(dense), Side.Input(dense)) : (Side.Input(dense), Side.Output(dense));
        var (wholeFrom, wholeTo) = _gradient ? (Side.Output(_g), Side.Input(_g)) : (Side.Input(_g), Side.Output(_g));
        using var kernel = ScratchArena.Rent<T>(blocks.KernelSize);
        using var data = ScratchArena.Rent<T>(images * from.Image);
        using var result = ScratchArena.Rent<T>(images * to.Image);
        ChannelBlocks.Take(_from + first * wholeFrom.Image + block * from.Channels, wholeFrom.Channels, data.Pointer, from.Channels, images * from.Pixels);
        if (blocks.Joined > 1 && !ChannelBlocks.AreFinite(data.Pointer, images * from.Image)) return false;
        blocks.Spread(block, _kernel, kernel.Pointer);
        if (_gradient) ConvCore.InputGradient(dense, data.Pointer, kernel.Pointer, result.Pointer, _width);
        else ConvCore.Forward(dense, data.Pointer, kernel.Pointer, result.Pointer, default(NoEpilogue<T>), _width);
        T* target = _to + first * wholeTo.Image + block * to.Channels;
        ChannelBlocks.Put(result.Pointer, to.Channels, target, wholeTo.Channels, images * to.Pixels);
        _epilogue.Apply(target, wholeTo.Channels, first * to.Pixels, images * to.Pixels, block * to.Channels, to.Channels);
        return true;
    }

    /// <summary>Pixels and channels of an image.</summary>
    private readonly record struct Side(int Pixels, int Channels)
    {
        public static Side Input(in ConvGeometry g) => new(g.Input.Volume, g.InChannels);

        public static Side Output(in ConvGeometry g) => new(g.Output.Volume, g.OutChannels);

        public long Image => (long)Pixels * Channels;
    }
}
