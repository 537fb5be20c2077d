using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Attention without a matrix of weights in memory: blocks of keys pass by a block of queries, whose maxima, sums and results go along.</summary>
/// <remarks>The way of T. Dao and others, "FlashAttention" (2022), with the running softmax of M. Milakov and N. Gimelshein (2018).</remarks>
internal unsafe struct AttentionForward<T> : IParallelBody, ILaneJob<T> where T : unmanaged
{
    public AttentionProblem<T> Problem;

    /// <summary>[batch, queries, value size] and [batch, queries], dense.</summary>
    public T* Y, LogSum;

    private int _start, _end;

    /// <summary>Blocks of queries of one matrix.</summary>
    public readonly int Blocks => (Problem.Queries + AttentionProblem.QueryBlock - 1) / AttentionProblem.QueryBlock;

    public readonly void Run(int start, int end)
    {
        var part = this;
        (part._start, part._end) = (start, end);
        LaneDispatch.Run<T, AttentionForward<T>>(ref part);
    }

    public readonly void Run<L>() where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count, block = AttentionProblem.KeyBlock * width;
        using var scratch = ScratchArena.Rent<T>((long)width * (Problem.Size + Problem.ValueSize) + 2L * block);
        T* scores = scratch.Pointer, factors = scores + block, turned = factors + block, sums = turned + (long)width * Problem.Size;
        for (int item = _start; item < _end; item++)
        {
            var (n, part) = Math.DivRem(item, Blocks);
            int query = part * AttentionProblem.QueryBlock, end = Math.Min(query + AttentionProblem.QueryBlock, Problem.Queries);
            for (; query < end; query += width) Queries<L>(n, query, Math.Min(width, end - query), turned, scores, factors, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Queries<L>(int n, int query, int count, T* turned, T* scores, T* factors, T* sums) where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count, all = Problem.KeysUpTo(query + count - 1);
        Problem.Turn<L>(n, query, count, turned);
        var none = L.Of(double.NegativeInfinity);
        L max0 = none, max1 = none, total0 = L.Of(0), total1 = total0;
        if (all == 0) new Span<T>(sums, Problem.ValueSize * width).Clear();
        for (int key = 0; key < all; key += AttentionProblem.KeyBlock)
        {
            int keys = Math.Min(AttentionProblem.KeyBlock, all - key);
            Problem.Scores<L>(n, query, count, key, keys, turned, scores);
            L old0 = max0, old1 = max1;
            T* end = scores + keys * width;
            for (T* s = scores; s < end; s += width) (max0, max1) = (L.Max(max0, L.Load(s)), L.Max(max1, L.Load(s + L.Count)));

            // What was summed before was relative to a smaller maximum: e^−∞ = 0 where there was none.
            L shift0 = Shift(max0), shift1 = Shift(max1), fade0 = L.Exp(old0 - shift0), fade1 = L.Exp(old1 - shift1);
            (total0, total1) = (total0 * fade0, total1 * fade1);
            Exponentials(scores, end, shift0, shift1, ref total0, ref total1);
            if (Problem.Dropout.IsOn)
            {
                Problem.Factors(n, query, count, key, keys, width, factors);
                Multiply<L>(scores, factors, keys * width);
            }
            if (key > 0) Fade(sums, sums + Problem.ValueSize * width, fade0, fade1);
            var v = Problem.V[n].From(key);
            LaneProduct.Run<L, T>(Problem.ValueSize, keys, v.First, v.Column, v.Row, scores, width, sums, width, add: key > 0);
        }
        Finish(n, query, count, Shift(max0), Shift(max1), total0, total1, sums);
    }

    /// <summary>The maximum, or 0 where nothing was seen yet.</summary>
    private static L Shift<L>(L max) where L : struct, ILane<L, T> => L.Select(L.Equal(max, L.Of(double.NegativeInfinity)), L.Of(0), max);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentials<L>(T* s, T* end, L shift0, L shift1, ref L total0, ref L total1) where L : struct, ILane<L, T>
    {
        L sum0 = L.Of(0), sum1 = sum0;
        for (; s < end; s += 2 * L.Count)
        {
            L e0 = L.Exp(L.Load(s) - shift0), e1 = L.Exp(L.Load(s + L.Count) - shift1);
            e0.Store(s);
            e1.Store(s + L.Count);
            (sum0, sum1) = (sum0 + e0, sum1 + e1);
        }
        (total0, total1) = (total0 + sum0, total1 + sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<L>(T* x, T* factors, int count) where L : struct, ILane<L, T>
    {
        for (int i = 0; i < count; i += L.Count) (L.Load(x + i) * L.Load(factors + i)).Store(x + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fade<L>(T* x, T* end, L factor0, L factor1) where L : struct, ILane<L, T>
    {
        for (; x < end; x += 2 * L.Count)
        {
            (L.Load(x) * factor0).Store(x);
            (L.Load(x + L.Count) * factor1).Store(x + L.Count);
        }
    }

    /// <summary>Divides by the sums of weights and stores; a query that saw nothing has none and gets zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish<L>(int n, int query, int count, L shift0, L shift1, L total0, L total1, T* sums) where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count;
        L zero = L.Of(0), one = L.Of(1), none0 = L.Equal(total0, zero), none1 = L.Equal(total1, zero);
        Fade(sums, sums + Problem.ValueSize * width, L.Select(none0, zero, one / total0), L.Select(none1, zero, one / total1));
        long row = (long)n * Problem.Queries + query;
        LaneTurn.Out(sums, count, Problem.ValueSize, width, Y + row * Problem.ValueSize);
        T* logs = stackalloc T[width];
        L.Select(none0, zero, shift0 + L.Log(total0)).Store(logs);
        L.Select(none1, zero, shift1 + L.Log(total1)).Store(logs + L.Count);
        new ReadOnlySpan<T>(logs, count).CopyTo(new(LogSum + row, count));
    }
}
