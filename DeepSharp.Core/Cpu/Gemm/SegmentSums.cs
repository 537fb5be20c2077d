using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: adds the sums of all segments of a <see cref="SplitProduct"/>, in their order, into rows of C.</summary>
internal unsafe struct SegmentSums<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    // Rows that are turned together.
    private const int TurnedRows = 16;

    public int M, N, Segments, Ldc;

    /// <summary>[segments, m, n]; of turned sums [segments, n, m].</summary>
    public T* Sums;

    public T* C;

    /// <summary>Whether a segment's sums are those of the transposed product.</summary>
    public bool AreTurned;

    public bool Accumulate;
    public TE Epilogue;

    /// <summary>Shares out the rows of C.</summary>
    public void Share() => CpuPool.For(M, Math.Max(TurnedRows, Blocking.CeilDiv(16_384 / Segments, N)), ref this);

    public readonly void Run(int start, int end)
    {
        if (AreTurned)
        {
            for (int i = start; i < end; i += TurnedRows) Turned(i, Math.Min(TurnedRows, end - i));
        }
        else
        {
            for (int i = start; i < end; i++) Row(C + (long)i * Ldc, Sums + (long)i * N, N, Accumulate);
        }
        Epilogue.Apply(C + (long)start * Ldc, Ldc, start, end - start, 0, N);
    }

    private readonly void Turned(int row, int rows)
    {
        T* sums = stackalloc T[TurnedRows];
        T* c = C + (long)row * Ldc;
        for (int j = 0; j < N; j++)
        {
            Row(sums, Sums + (long)j * M + row, rows, false);
            for (int i = 0; i < rows; i++) c[(long)i * Ldc + j] = Accumulate ? c[(long)i * Ldc + j] + sums[i] : sums[i];
        }
    }

    // The sums of some neighbours.
    private readonly void Row(T* c, T* sums, int count, bool accumulate)
    {
        long step = (long)M * N;
        int j = 0;
        for (; j <= count - Vector<T>.Count; j += Vector<T>.Count)
        {
            var sum = Vector.Load(sums + j);
            for (int s = 1; s < Segments; s++) sum += Vector.Load(sums + s * step + j);
            Vector.Store(accumulate ? Vector.Load(c + j) + sum : sum, c + j);
        }
        for (; j < count; j++)
        {
            T sum = sums[j];
            for (int s = 1; s < Segments; s++) sum += sums[s * step + j];
            c[j] = accumulate ? c[j] + sum : sum;
        }
    }
}
