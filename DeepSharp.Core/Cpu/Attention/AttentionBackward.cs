using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The gradients of attention: weights are made again, block by block, from scores and the logarithms of their sums.</summary>
/// <remarks>A matrix of the batch is the unit of splitting, because all its queries add to the gradients of its keys and values. Dao and others 2022.</remarks>
internal unsafe struct AttentionBackward<T> : IParallelBody, ILaneJob<T> where T : unmanaged
{
    public AttentionProblem<T> Problem;

    public MatrixBatch<T> Dy;

    /// <summary>What the forward kernel gave, and the gradient of the second; dense.</summary>
    public T* Y, LogSum, DLogSum;

    /// <summary>The gradients of queries, keys and values, dense.</summary>
    public T* DQ, DK, DV;

    private int _start, _end;

    public readonly void Run(int start, int end)
    {
        var part = this;
        (part._start, part._end) = (start, end);
        LaneDispatch.Run<T, AttentionBackward<T>>(ref part);
    }

    public readonly void Run<L>() where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count, size = RoundUp(Problem.Size, width), valueSize = RoundUp(Problem.ValueSize, width);
        long block = AttentionProblem.KeyBlock * width, rows = (long)width * (2 * Problem.Size + 2 * Problem.ValueSize + size + valueSize);
        using var scratch = ScratchArena.Rent<T>(3 * block + rows + (long)Problem.Keys * (size + valueSize));
        T* dk = scratch.Pointer, dv = dk + (long)Problem.Keys * size, next = dv + (long)Problem.Keys * valueSize;
        var b = new Blocks
        {
            Weights = next,
            DScores = next += block,
            Factors = next += block,
            Turned = next += block,
            DTurned = next += (long)width * Problem.Size,
            DyTurned = next += (long)width * Problem.Size,
            YTurned = next += (long)width * Problem.ValueSize,
            Q = next += (long)width * Problem.ValueSize,
            Dy = next += (long)width * size,
        };
        for (int n = _start; n < _end; n++)
        {
            // Where rows are whole registers, sums are made in the results.
            T* ownK = DK + (long)n * Problem.Keys * Problem.Size, ownV = DV + (long)n * Problem.Keys * Problem.ValueSize;
            b.DK = size == Problem.Size ? ownK : dk;
            b.DV = valueSize == Problem.ValueSize ? ownV : dv;
            new Span<T>(b.DK, checked(Problem.Keys * size)).Clear();
            new Span<T>(b.DV, checked(Problem.Keys * valueSize)).Clear();
            for (int query = 0; query < Problem.Queries; query += width) Queries<L>(n, query, Math.Min(width, Problem.Queries - query), b);
            if (b.DK != ownK) LaneTurn.Copy(new(dk, size, 1), Problem.Keys, Problem.Size, ownK, Problem.Keys, Problem.Size);
            if (b.DV != ownV) LaneTurn.Copy(new(dv, valueSize, 1), Problem.Keys, Problem.ValueSize, ownV, Problem.Keys, Problem.ValueSize);
        }
    }

    /// <summary>What a block of queries adds to the gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Queries<L>(int n, int query, int count, in Blocks b) where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count, size = RoundUp(Problem.Size, width), valueSize = RoundUp(Problem.ValueSize, width);
        long row = (long)n * Problem.Queries + query;
        var dy = Dy[n].From(query);
        Problem.Turn<L>(n, query, count, b.Turned);
        LaneTurn.In(dy, count, Problem.ValueSize, width, b.DyTurned);
        var q = WholeRows(Problem.Q[n].From(query), count, Problem.Size, b.Q, width, size);
        var rows = WholeRows(dy, count, Problem.ValueSize, b.Dy, width, valueSize);
        new Span<T>(b.DTurned, Problem.Size * width).Clear();

        LaneTurn.In(new(Y + row * Problem.ValueSize, Problem.ValueSize, 1), count, Problem.ValueSize, width, b.YTurned);
        T* numbers = stackalloc T[width];
        L log0 = Lanes<L>(LogSum + row, count, numbers, out var log1), sum0 = Sums(b, Lanes<L>(DLogSum + row, count, numbers, out var d1), d1, out var sum1);
        int all = Problem.KeysUpTo(query + count - 1);
        for (int key = 0; key < all; key += AttentionProblem.KeyBlock)
        {
            int keys = Math.Min(AttentionProblem.KeyBlock, all - key);
            MatrixView<T> k = Problem.K[n].From(key), v = Problem.V[n].From(key);
            Problem.Scores<L>(n, query, count, key, keys, b.Turned, b.Weights);
            LaneProduct.Run<L, T>(keys, Problem.ValueSize, v.First, v.Row, v.Column, b.DyTurned, width, b.DScores, width, add: false);
            if (Problem.Dropout.IsOn) Problem.Factors(n, query, count, key, keys, width, b.Factors);
            Weights(b, keys, sum0, sum1, log0, log1);
            Columns<L>(keys, b.Weights, rows, valueSize, b.DV + (long)key * valueSize);
            Columns<L>(keys, b.DScores, q, size, b.DK + (long)key * size);
            LaneProduct.Run<L, T>(Problem.Size, keys, k.First, k.Column, k.Row, b.DScores, width, b.DTurned, width, add: true);
        }
        LaneTurn.Out(b.DTurned, count, Problem.Size, width, DQ + row * Problem.Size);
    }

    /// <summary>Scores become weights, with dropout; the gradients of weights become those of q · k: scale · weight · (gradient − sum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Weights<L>(in Blocks b, int keys, L sum0, L sum1, L log0, L log1) where L : struct, ILane<L, T>
    {
        int step = L.Count;
        var scale = L.Splat(Problem.Scale);
        T* w = b.Weights, d = b.DScores, f = Problem.Dropout.IsOn ? b.Factors : null;
        for (T* end = w + keys * 2 * step; w < end; w += 2 * step, d += 2 * step)
        {
            L w0 = L.Exp(L.Load(w) - log0), w1 = L.Exp(L.Load(w + step) - log1), d0 = L.Load(d), d1 = L.Load(d + step);
            var (kept0, kept1) = (w0, w1);
            if (f != null)
            {
                L f0 = L.Load(f), f1 = L.Load(f + step);
                (kept0, kept1, d0, d1) = (w0 * f0, w1 * f1, d0 * f0, d1 * f1);
                f += 2 * step;
            }
            kept0.Store(w);
            kept1.Store(w + step);
            (w0 * (d0 - sum0) * scale).Store(d);
            (w1 * (d1 - sum1) * scale).Store(d + step);
        }
    }

    /// <summary>Rows of whole registers, one for each lane: those given, or a copy filled up with zeros.</summary>
    private static MatrixView<T> WholeRows(MatrixView<T> x, int count, int columns, T* copy, int width, int length)
    {
        if (count == width && columns == length && x.Column == 1) return x;
        LaneTurn.Copy(x, count, columns, copy, width, length);
        return new(copy, length, 1);
    }

    /// <summary>Adds Σ over queries of x[key, query] · rows[query] to each key's row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<L>(int keys, T* x, MatrixView<T> rows, int length, T* to) where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count;
        for (int c = 0; c < length; c += width) LaneProduct.Run<L, T>(keys, width, x, width, 1, rows.First + c, rows.Row, to + c, length, add: true);
    }

    /// <summary>One number a query, zeros in the lanes of no query.</summary>
    private static L Lanes<L>(T* from, int count, T* numbers, out L second) where L : struct, ILane<L, T>
    {
        new ReadOnlySpan<T>(from, count).CopyTo(new(numbers, count));
        new Span<T>(numbers + count, 2 * L.Count - count).Clear();
        second = L.Load(numbers + L.Count);
        return L.Load(numbers);
    }

    /// <summary>Σ dy · y − d(log sum) of each query, added in the order of a product dy · v: where a query sees one key only, both are equal to the
    /// last bit, and its score has no gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly L Sums<L>(in Blocks b, L d0, L d1, out L second) where L : struct, ILane<L, T>
    {
        L sum0 = L.Of(0), sum1 = sum0;
        for (int i = 0; i < Problem.ValueSize * 2 * L.Count; i += 2 * L.Count)
        {
            sum0 = L.FusedMultiplyAdd(L.Load(b.YTurned + i), L.Load(b.DyTurned + i), sum0);
            sum1 = L.FusedMultiplyAdd(L.Load(b.YTurned + i + L.Count), L.Load(b.DyTurned + i + L.Count), sum1);
        }
        second = sum1 - d1;
        return sum0 - d0;
    }

    private static int RoundUp(int n, int unit) => (n + unit - 1) / unit * unit;

    /// <summary>Scratch memory of a block of queries.</summary>
    private struct Blocks
    {
        /// <summary>[keys, lanes].</summary>
        public T* Weights, DScores, Factors;

        /// <summary>[features, lanes]: scaled queries, their gradients, results, the gradients that arrive at these.</summary>
        public T* Turned, DTurned, YTurned, DyTurned;

        /// <summary>[queries, features], filled up to whole registers.</summary>
        public T* Q, Dy;

        /// <summary>[all keys, features], filled up to whole registers.</summary>
        public T* DK, DV;
    }
}
