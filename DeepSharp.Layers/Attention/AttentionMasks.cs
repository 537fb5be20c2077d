namespace DeepSharp.Layers;

/// <summary>Which query may see which key: bool tensors that stretch over [batch, queries, keys].</summary>
internal static class AttentionMasks
{
    /// <summary>Whether both masks allow it; one that is null allows everything.</summary>
    public static Tensor? Both(Tensor? a, Tensor? b) => a is null ? b : b is null ? a : a.Cast(DType.Int32) * b.Cast(DType.Int32) > 0;

    /// <summary>A mask given as numbers as bools: what is not zero may be seen.</summary>
    public static Tensor? Bools(Tensor? mask) => mask is null || mask.DType == DType.Bool ? mask : mask.NotEqual(0);

    /// <summary>The same tensor without its mask, for layers inside that take masks as arguments.</summary>
    public static Tensor Unmasked(Tensor x) => x.Mask is null ? x : x.Alias();

    /// <summary>Which steps of a sequence may be seen, [batch, keys], for every query.</summary>
    public static Tensor? OfKeys(Tensor? mask) => Bools(mask)?.ExpandDims(1);

    /// <summary>Which steps of a sequence may see anything, [batch, queries], for every key.</summary>
    public static Tensor? OfQueries(Tensor? mask) => Bools(mask)?.ExpandDims(-1);

    /// <summary>A padding mask [batch, keys] and an attention mask [batch, queries, keys] together.</summary>
    /// <exception cref="ShapeMismatchException">One has another number of axes.</exception>
    public static Tensor? Merge(Tensor? padding, Tensor? attention)
    {
        if (padding is { Rank: not 2 }) throw new ShapeMismatchException($"A padding mask is [batch, steps] but got {padding.Shape}.");
        if (attention is { Rank: not 3 }) throw new ShapeMismatchException($"An attention mask is [batch, queries, keys] but got {attention.Shape}.");
        return Both(OfKeys(padding), Bools(attention));
    }

    /// <summary>Query i, counted from a start, sees the keys up to i: [1, queries, keys].</summary>
    public static Tensor Causal(Tensor like, int queries, int keys, Tensor? start = null) => (Rows(like, queries, start) >= like.Positions(keys)).ExpandDims(0);

    /// <summary>Query i, counted from a start, sees the keys less than a width away: [1, queries, keys].</summary>
    public static Tensor Window(Tensor like, int queries, int keys, int width, Tensor? start = null) =>
        ((Rows(like, queries, start) - like.Positions(keys)).Abs() < width).ExpandDims(0);

    private static Tensor Rows(Tensor like, int queries, Tensor? start)
    {
        var rows = like.Positions(queries).ExpandDims(1);
        return start is null ? rows : rows + start.Cast(DType.Int32);
    }
}
