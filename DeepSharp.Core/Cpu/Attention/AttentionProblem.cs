using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Sizes of blocks; they are fixed, so that results do not depend on the number of threads.</summary>
internal static class AttentionProblem
{
    /// <summary>Queries that are the unit of splitting work: the widest block of lanes.</summary>
    public const int QueryBlock = 32;

    /// <summary>Keys whose scores are held at a time: with 32 queries a sixth of the first-level cache.</summary>
    public const int KeyBlock = 64;
}

/// <summary>What forward and gradient of attention have in common: operands, sizes, and the scores of a block.</summary>
/// <remarks>Blocks are worked on with each query in a lane: maxima and sums over keys then need no sums across a register, and keys and values are
/// read where they lie, in any layout.</remarks>
internal unsafe struct AttentionProblem<T> where T : unmanaged
{
    public MatrixBatch<T> Q, K, V;
    public MatrixBatch<byte> Mask;
    public bool HasMask, IsCausal;
    public int Queries, Keys, Size, ValueSize;
    public T Scale;
    public WeightDropout Dropout;

    /// <summary>Numbers per matrix that <see cref="Of"/> needs room for.</summary>
    public const int Offsets = 4;

    /// <summary>Reads the inputs.</summary>
    /// <param name="op">The forward op.</param>
    /// <param name="x">q, k and v.</param>
    /// <param name="rest">The mask and the random state, where there.</param>
    /// <param name="batch">The lengths of the leading axes.</param>
    /// <param name="count">Their product.</param>
    /// <param name="offsets">Room for <see cref="Offsets"/> numbers a matrix.</param>
    public static AttentionProblem<T> Of(
        ScaledDotProductAttentionOp op, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> rest, ReadOnlySpan<int> batch, int count, long* offsets)
    {
        bool drops = op.Dropout > 0, masks = rest.Length > (drops ? 1 : 0);
        return new()
        {
            Q = new(x[0], batch, offsets),
            K = new(x[1], batch, offsets + count),
            V = new(x[2], batch, offsets + 2 * count),
            Mask = masks ? new(rest[0], batch, offsets + 3 * count) : default,
            HasMask = masks,
            IsCausal = op.IsCausal,
            Queries = x[0].Shape[^2],
            Keys = x[1].Shape[^2],
            Size = x[0].Shape[^1],
            ValueSize = x[2].Shape[^1],
            Scale = Wide1<T>.Of(op.Scale).First,
            Dropout = drops ? new(op.Dropout, rest[^1]) : default,
        };
    }

    /// <summary>The keys that the queries up to one may see at all.</summary>
    public readonly int KeysUpTo(int query) => IsCausal ? Math.Min(Keys, query + 1) : Keys;

    /// <summary>Queries × scale with each query in a lane: [size, two registers].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Turn<L>(int n, int query, int count, T* turned) where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count;
        LaneTurn.In(Q[n].From(query), count, Size, width, turned);
        for (int i = 0; i < Size * width; i += L.Count) (L.Load(turned + i) * L.Splat(Scale)).Store(turned + i);
    }

    /// <summary>Scores of a block, [keys, two registers], −∞ where a query may not see a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Scores<L>(int n, int query, int count, int key, int keys, T* turned, T* scores) where L : struct, ILane<L, T>
    {
        int width = 2 * L.Count;
        var k = K[n].From(key);
        LaneProduct.Run<L, T>(keys, Size, k.First, k.Row, k.Column, turned, width, scores, width, add: false);
        T unseen = Wide1<T>.Of(double.NegativeInfinity).First;
        // Key j is the future of the queries before it: of the first lanes.
        for (int j = Math.Max(0, query - key); IsCausal && j < keys; j++)
            new Span<T>(scores + j * width, Math.Min(key + j - query, width)).Fill(unseen);
        if (HasMask) Hide(Mask[n], query, count, key, keys, scores, width, unseen);
    }

    /// <summary>The factors of a block of weights.</summary>
    public readonly void Factors(int n, int query, int count, int key, int keys, int width, T* factors) =>
        Dropout.Factors(((long)n * Queries + query) * Keys + key, Keys, count, keys, width, factors);

    private static void Hide(MatrixView<byte> mask, int query, int count, int key, int keys, T* scores, int width, T unseen)
    {
        byte* first = mask.First + query * mask.Row + key * mask.Column;
        if (mask.Row == 0)
        {
            for (int j = 0; j < keys; j++)
                if (first[j * mask.Column] == 0) new Span<T>(scores + j * width, width).Fill(unseen);
            return;
        }
        for (int i = 0; i < count; i++, first += mask.Row)
            for (int j = 0; j < keys; j++)
                if (first[j * mask.Column] == 0) scores[j * width + i] = unseen;
    }
}
