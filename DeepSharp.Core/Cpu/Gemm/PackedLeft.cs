using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>All of A in panels: block of k after block of k, each with all rows.</summary>
internal static unsafe class PackedLeft
{
    /// <summary>Where a block of k begins.</summary>
    public static T* Block<T>(T* packed, int m, int k0, int rows) where T : unmanaged => packed + (long)Blocking.RoundUp(m, rows) * k0;

    /// <summary>Packs A, each block of k by one thread. Dispose the memory on this one.</summary>
    /// <param name="packer">The operand.</param>
    /// <param name="m">Its rows.</param>
    /// <param name="k">Its columns.</param>
    /// <param name="kernel">The kernel whose panels they are.</param>
    public static Scratch<T> Of<T, TA>(in MicroKernel<T> kernel, TA packer, int m, int k) where T : unmanaged, IFloatingPointIeee754<T> where TA : struct, IPanelPacker<T>
    {
        var packed = ScratchArena.Rent<T>((long)Blocking.RoundUp(m, kernel.Rows) * k);
        var body = new Body<T, TA> { Kernel = kernel, Packer = packer, Packed = packed.Pointer, M = m, K = k };
        CpuPool.For(Blocking.CeilDiv(k, Blocking.KBlock(k)), 1, ref body);
        return packed;
    }

    /// <summary>Packs some rows of a block of k.</summary>
    public static void Pack<T, TA>(in MicroKernel<T> kernel, TA packer, T* packed, int row, int rows, int k0, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
    {
        for (int i = 0, panel; i < rows; i += panel)
        {
            panel = kernel.PanelRows(rows - i);
            packer.Pack(packed + (long)i * length, row + i, Math.Min(panel, rows - i), k0, length, panel);
        }
    }

    private struct Body<T, TA> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T> where TA : struct, IPanelPacker<T>
    {
        public MicroKernel<T> Kernel;
        public TA Packer;
        public T* Packed;
        public int M, K;

        public readonly void Run(int start, int end)
        {
            int length = Blocking.KBlock(K);
            for (int k0 = start * length; k0 < Math.Min(end * length, K); k0 += length)
                Pack(Kernel, Packer, Block(Packed, M, k0, Kernel.Rows), 0, M, k0, Math.Min(length, K - k0));
        }
    }
}
