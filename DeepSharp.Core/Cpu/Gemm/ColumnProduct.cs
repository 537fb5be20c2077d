using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// A product of few rows on several threads: A is packed by all of them, then each takes columns of C through all of k and packs their part of B for
/// itself. Nobody waits between blocks of k, and what a thread has packed it reads from its own cache.
/// </summary>
internal static unsafe class ColumnProduct
{
    // A slice of fewer columns packs and multiplies in pieces that memory does not like.
    private const int MinColumns = 64;

    // The widest tile, of which those of other widths are parts.
    private const int Tile = 32;

    /// <summary>Slices for a shape; one means that the product is not cut.</summary>
    public static int Slices(int m, int n, int k) => m > Blocking.Mc ? 1 : Math.Min(Blocking.Tasks((long)m * n * k), n / MinColumns);

    public static void Run<T, TA, TB, TE>(int slices, int m, int n, int k, TA packA, TB packB, T* c, int ldc, bool accumulate, TE epilogue, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        using var packed = PackedLeft.Of(MicroKernel<T>.For(width), packA, m, k);
        var body = new Body<T, TA, TB, TE>
        {
            M = m,
            N = n,
            K = k,
            Slices = slices,
            A = packA,
            PackedA = packed.Pointer,
            B = packB,
            C = c,
            Ldc = ldc,
            Accumulate = accumulate,
            Epilogue = epilogue,
            Width = width,
        };
        CpuPool.For(slices, 1, ref body);
    }

    private struct Body<T, TA, TB, TE> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        public int M, N, K, Slices, Ldc;
        public TA A;
        public T* PackedA, C;
        public TB B;
        public bool Accumulate;
        public TE Epilogue;
        public VectorWidth Width;

        public readonly void Run(int start, int end)
        {
            for (int s = start; s < end; s++)
            {
                int first = Start(s), columns = Start(s + 1) - first;
                BlockedProduct.Run(M, columns, K, A, new ShiftedPacker<T, TB>(B, first, 0), C + first, Ldc, Accumulate,
                    new ShiftedEpilogue<T, TE>(Epilogue, 0, first), Width, packedA: PackedA);
            }
        }

        private readonly int Start(int slice) => Blocking.Start(N, Tile, Slices, slice);
    }
}
