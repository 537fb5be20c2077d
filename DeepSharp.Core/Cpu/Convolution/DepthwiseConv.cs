using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Depthwise convolution, where each input channel makes <c>outChannels / inChannels</c> output channels alone: too little to sum for the
/// matrix product, so channels lie side by side in vectors, and the sums over taps stay in registers.
/// </summary>
internal static unsafe class DepthwiseConv
{
    /// <summary>Shared out by rows of the output.</summary>
    public static void Forward<T, TE>(in ConvGeometry g, T* x, T* kernel, T* y, TE epilogue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TE : struct, IEpilogue<T>
    {
        int rows = checked(g.Batch * g.Output.D * g.Output.H);
        var body = new DepthwiseForward<T, TE> { G = g, Grid = PatchGrid.Forward(g), X = x, Kernel = kernel, Y = y, Epilogue = epilogue };
        Share(rows, (long)g.Output.W * g.Kernel.Volume * g.OutChannels, ref body);
    }

    /// <summary>Shared out by rows of the input.</summary>
    public static void InputGradient<T>(in ConvGeometry g, T* dy, T* kernel, T* dx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = checked(g.Batch * g.Input.D * g.Input.H);
        var body = new DepthwiseInputGradient<T> { G = g, Dy = dy, Kernel = kernel, Dx = dx };
        Share(rows, (long)g.Input.W * g.Kernel.Volume * g.OutChannels, ref body);
    }

    /// <summary>
    /// Shared out by segments of output rows, or, with several output channels for each input channel, by taps. Sums go row by row of the
    /// output, so that long ones stay accurate.
    /// </summary>
    public static void KernelGradient<T>(in ConvGeometry g, T* x, T* dy, T* dw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lines = checked(g.Batch * g.Output.D * g.Output.H);
        if (g.OutChannels != g.InChannels || lines == 0)
        {
            var wide = new DepthwiseKernelGradient<T> { G = g, Grid = PatchGrid.Forward(g), X = x, Dy = dy, Dw = dw };
            Share(g.Kernel.Volume, (long)g.Batch * g.Output.Volume * g.OutChannels, ref wide);
            return;
        }
        int segments = DepthwiseKernelSums<T>.Segments(lines), size = checked(g.Kernel.Volume * g.InChannels);
        using var parts = ScratchArena.Rent<T>((long)segments * size);
        var body = new DepthwiseKernelSums<T> { G = g, Grid = PatchGrid.Forward(g), X = x, Dy = dy, Parts = parts.Pointer, Lines = lines };
        Share(segments, (long)lines * g.Output.W * size / segments, ref body);
        new ReadOnlySpan<T>(parts.Pointer, size).CopyTo(new Span<T>(dw, size));
        for (int s = 1; s < segments; s++) Add(dw, parts.Pointer + (long)s * size, size);
    }

    private static void Add<T>(T* sum, T* more, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count) Vector.Store(Vector.Load(sum + i) + Vector.Load(more + i), sum + i);
        for (; i < n; i++) sum[i] += more[i];
    }

    // These loops do about four times fewer multiply-adds a second than the matrix product.
    private static void Share<TBody>(int count, long workEach, ref TBody body) where TBody : struct, IParallelBody
    {
        if (count == 0)
            return;
        int tasks = Blocking.Tasks(4 * workEach * count);
        if (tasks == 1)
            body.Run(0, count);
        else
            CpuPool.For(count, Math.Max(1, count / tasks), ref body);
    }
}
