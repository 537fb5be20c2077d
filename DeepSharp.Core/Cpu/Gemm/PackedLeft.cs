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
    /// <param name="rows">Rows of a panel.</param>
    public static Scratch<T> Of<T, TA>(TA packer, int m, int k, int rows) where T : unmanaged, IFloatingPointIeee754<T> where TA : struct, IPanelPacker<T>
    {
        var packed = ScratchArena.Rent<T>((long)Blocking.RoundUp(m, rows) * k);
        var body = new Body<T, TA> { Packer = packer, Packed = packed.Pointer, M = m, K = k, Rows = rows };
        CpuPool.For(Blocking.CeilDiv(k, Blocking.KBlock(k)), 1, ref body);
        return packed;
    }

    private struct Body<T, TA> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T> where TA : struct, IPanelPacker<T>
    {
        public TA Packer;
        public T* Packed;
        public int M, K, Rows;

        public readonly void Run(int start, int end)
        {
            int length = Blocking.KBlock(K);
            for (int k0 = start * length; k0 < Math.Min(end * length, K); k0 += length)
                new PackPanels<T, TA>(Packer, Block(Packed, M, k0, Rows), 0, M, k0, Math.Min(length, K - k0), Rows).Run(0, Blocking.CeilDiv(M, Rows));
        }
    }
}
