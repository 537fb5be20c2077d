namespace DeepSharp.Layers;

/// <summary>Category numbers as vectors, for all layers with an <see cref="OutputMode"/>.</summary>
internal static class CategoryVectors
{
    /// <summary>Refuses a mode that a layer does not have.</summary>
    public static void Require(Layer layer, OutputMode mode, params ReadOnlySpan<OutputMode> known)
    {
        if (known.Contains(mode)) return;
        throw new InvalidValueException($"{layer.Title}: output mode {mode} is not one of {string.Join(", ", known.ToArray())}.");
    }

    /// <summary>Category numbers […, k] in the form the mode asks for; numbers outside the categories count for nothing.</summary>
    /// <param name="indices">int32 or int64.</param>
    /// <param name="mode">The form.</param>
    /// <param name="depth">How many categories there are.</param>
    /// <param name="dtype">The element type of vectors.</param>
    /// <param name="weights">What each value counts, in the indices' shape; 1 if null.</param>
    public static Tensor Encode(Tensor indices, OutputMode mode, int depth, DType dtype, Tensor? weights = null)
    {
        if (mode == OutputMode.Int) return indices;
        if (mode == OutputMode.OneHot)
        {
            if (indices.Rank > 1 && indices.Shape[^1] == 1) indices = indices.Squeeze(-1);
            return indices.OneHot(depth, dtype: dtype);
        }
        if (indices.Rank == 0) (indices, weights) = (indices.ExpandDims(0), weights?.ExpandDims(0));
        var counts = indices.BinCount(depth, weights, dtype);
        return mode == OutputMode.MultiHot ? counts.NotEqual(0).Cast(dtype) : counts;
    }
}
