using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Counts the numbers of a whole tensor, without the sorting of the composition.</summary>
/// <remarks>
/// Whole counts are made in parts, which are added; weights are added one after another, so that their sums do not depend on the number of
/// threads.
/// </remarks>
internal sealed unsafe class BincountKernel : CpuKernel<BincountOp>
{
    /// <summary>Numbers that are worth a part of their own, and how many times the places of a part's tables they must be.</summary>
    private const int Grain = 32 * 1024, TableShare = 4;

    protected override void Run(BincountOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[0].DType == DType.Int64) Run<long>(inputs, outputs[0]);
        else Run<int>(inputs, outputs[0]);
    }

    private static void Run<TIndex>(ReadOnlySpan<Tensor> inputs, Tensor y) where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var x = new ReadOnlySpan<TIndex>(inputs[0].Pointer<TIndex>(), checked((int)inputs[0].Count));
        if (inputs.Length == 1)
        {
            Count(x, y.Span<int>());
            return;
        }
        switch (y.DType)
        {
            case DType.Float32: Add(x, inputs[1].Pointer<float>(), y.Span<float>()); break;
            case DType.Float64: Add(x, inputs[1].Pointer<double>(), y.Span<double>()); break;
            case DType.Int32: Add(x, inputs[1].Pointer<int>(), y.Span<int>()); break;
            default: Add(x, inputs[1].Pointer<long>(), y.Span<long>()); break;
        }
    }

    private static void Add<TIndex, T>(ReadOnlySpan<TIndex> x, T* weights, Span<T> y)
        where TIndex : unmanaged, IBinaryInteger<TIndex> where T : unmanaged, INumber<T>
    {
        y.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            ulong bin = ulong.CreateTruncating(x[i]);
            if (bin < (ulong)y.Length) y[(int)bin] += weights[i];
        }
    }

    private static void Count<TIndex>(ReadOnlySpan<TIndex> x, Span<int> y) where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        int length = y.Length, parts = (int)Math.Clamp(x.Length / Math.Max(Grain, 2L * TableShare * length), 1, CpuPool.Threads);
        using var tables = ScratchArena.Rent<int>(2L * parts * length);
        fixed (TIndex* numbers = x)
        {
            var body = new Body<TIndex> { X = numbers, Tables = tables.Pointer, Numbers = x.Length, Parts = parts, Length = length };
            CpuPool.For(parts, 1, ref body);
        }
        y.Clear();
        for (int t = 0; t < 2 * parts; t++)
            for (int i = 0; i < length; i++) y[i] += tables.Pointer[(long)t * length + i];
    }

    private struct Body<TIndex> : IParallelBody where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        public TIndex* X;
        public int* Tables;
        public int Numbers, Parts, Length;

        public readonly void Run(int start, int end)
        {
            for (int part = start; part < end; part++)
            {
                // Two tables in turn: equal neighbours then do not wait for each other.
                int* even = Tables + 2L * part * Length, odd = even + Length;
                new Span<int>(even, 2 * Length).Clear();
                int i = CpuPool.ChunkStart(Numbers, Parts, part), last = CpuPool.ChunkStart(Numbers, Parts, part + 1);
                for (; i < last - 1; i += 2)
                {
                    ulong a = ulong.CreateTruncating(X[i]), b = ulong.CreateTruncating(X[i + 1]);
                    if (a < (ulong)Length) even[a]++;
                    if (b < (ulong)Length) odd[b]++;
                }
                if (i < last && ulong.CreateTruncating(X[i]) is var c && c < (ulong)Length) even[c]++;
            }
        }
    }
}
