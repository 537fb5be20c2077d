using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// A product with a small C and a long k, as kernel gradients have: k is cut into segments, each summed by one thread into a C of its own,
/// and the segments are added in order. The cut depends on the shape only, so the result does not depend on the thread count.
/// </summary>
internal static unsafe class SplitProduct
{
    // Below this many k a segment's sums cost more to add than they save.
    private const int MinSegment = 512;
    private const int MaxSegments = 16;
    private const long MaxSums = 1 << 20;   // of all segments

    /// <summary>Segments for a shape; one means the split is not worth it.</summary>
    public static int Segments(int m, int n, int k) => (int)Math.Clamp(Math.Min(k / MinSegment, MaxSums / ((long)m * n)), 1, MaxSegments);

    public static void Run<T, TA, TB, TE>(
        int segments, int m, int n, int k, TA packA, TB packB, T* c, int ldc, bool accumulate, TE epilogue, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        using var scratch = ScratchArena.Rent<T>((long)segments * m * n);
        var sums = new SegmentSums<T, TE>
        {
            M = m,
            N = n,
            Segments = segments,
            Sums = scratch.Pointer,
            C = c,
            Ldc = ldc,
            Accumulate = accumulate,
            Epilogue = epilogue,
            // The longer side is packed as the right factor: row by row, as it mostly lies in memory.
            AreTurned = m > n,
        };
        if (sums.AreTurned)
            Multiply(segments, n, m, k, packB, packA, scratch.Pointer, width);
        else
            Multiply(segments, m, n, k, packA, packB, scratch.Pointer, width);
        sums.Share();
    }

    private static void Multiply<T, TA, TB>(int segments, int m, int n, int k, TA packA, TB packB, T* sums, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
    {
        var parts = new Parts<T, TA, TB> { M = m, N = n, K = k, Segments = segments, A = packA, B = packB, Sums = sums, Width = width };
        CpuPool.For(segments, 1, ref parts);
    }

    private struct Parts<T, TA, TB> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
    {
        public int M, N, K, Segments;
        public TA A;
        public TB B;
        public T* Sums;
        public VectorWidth Width;

        public readonly void Run(int start, int end)
        {
            for (int s = start; s < end; s++)
            {
                int first = CpuPool.ChunkStart(K, Segments, s), length = CpuPool.ChunkStart(K, Segments, s + 1) - first;
                BlockedProduct.Run(M, N, length, new ShiftedPacker<T, TA>(A, 0, first), new ShiftedPacker<T, TB>(B, 0, first),
                    Sums + (long)s * M * N, N, false, default(NoEpilogue<T>), Width, continues: s + 1 < end);
            }
        }
    }
}
