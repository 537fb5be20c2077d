namespace DeepSharp;

/// <summary>How a view's elements lie in storage: element offset and, per axis, the step in elements.</summary>
internal static class Layout
{
    /// <summary>Row-major steps: the last axis is dense.</summary>
    public static long[] Contiguous(Shape shape)
    {
        var strides = new long[shape.Rank];
        long step = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(shape[i], 1);
        }
        return strides;
    }

    /// <summary>Whether steps are those of a dense row-major array (axes of length one do not matter, nor does an empty array's layout).</summary>
    public static bool IsContiguous(Shape shape, ReadOnlySpan<long> strides)
    {
        if (shape.Dims.Contains(0)) return true;
        long step = 1;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            if (shape[i] != 1 && strides[i] != step) return false;
            step *= shape[i];
        }
        return true;
    }

    /// <summary>Steps that read <paramref name="from"/> as if it were stretched to <paramref name="to"/>: zero where it repeats.</summary>
    public static long[] Broadcast(Shape from, ReadOnlySpan<long> strides, Shape to)
    {
        var result = new long[to.Rank];
        int lead = to.Rank - from.Rank;
        for (int i = lead; i < to.Rank; i++)
            result[i] = from[i - lead] == 1 && to[i] != 1 ? 0 : strides[i - lead];
        return result;
    }

    /// <summary>Steps for another shape over the same elements in the same order, or null where only a copy can give it.</summary>
    public static long[]? Reshape(Shape from, ReadOnlySpan<long> strides, Shape to)
    {
        if (IsContiguous(from, strides)) return Contiguous(to);
        // Axes of length one have no step that matters; left in, they would hide gaps between their neighbours.
        var (lengths, steps) = (new List<int>(), new List<long>());
        for (int d = 0; d < from.Rank; d++)
        {
            if (from[d] == 1) continue;
            lengths.Add(from[d]);
            steps.Add(strides[d]);
        }
        var result = new long[to.Rank];
        int i = 0, j = 0;
        while (i < lengths.Count || j < to.Rank)
        {
            // Match the shortest runs of axes that hold equally many elements; each run of the old shape must itself be dense.
            int i0 = i, j0 = j;
            long a = i < lengths.Count ? lengths[i++] : 1, b = j < to.Rank ? to[j++] : 1;
            while (a != b)
                if (a < b) a *= lengths[i++]; else b *= to[j++];
            for (int k = i0; k + 1 < i; k++)
                if (steps[k] != steps[k + 1] * lengths[k + 1]) return null;
            long step = i > i0 ? steps[i - 1] : 1;
            for (int k = j - 1; k >= j0; k--)
            {
                result[k] = step;
                step *= to[k];
            }
        }
        return result;
    }
}
