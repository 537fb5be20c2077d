namespace DeepSharp;

/// <summary>What BLEU counts in a batch, written with ops.</summary>
/// <param name="Hits">For each length of runs, how many a reference has too, clipped.</param>
/// <param name="Runs">For each length, how many runs there are.</param>
/// <param name="Length">The tokens of all texts.</param>
/// <param name="ReferenceLength">The tokens of the references nearest in length.</param>
internal sealed record BleuCounts(Tensor Hits, Tensor Runs, Tensor Length, Tensor ReferenceLength)
{
    /// <summary>Counts; all results are float64.</summary>
    /// <param name="references">[batch, references, m]; rows of padding are no references.</param>
    /// <param name="tokens">[batch, n].</param>
    /// <param name="padding">The token that is none.</param>
    /// <param name="maxOrder">The longest run.</param>
    public static BleuCounts Of(Tensor references, Tensor tokens, int padding, int maxOrder)
    {
        var (x, lengths) = TokenRows.Packed(tokens, padding);
        var (y, referenceLengths) = TokenRows.Packed(references, padding);
        int n = x.Shape[^1], m = y.Shape[^1];
        var known = x.NotEqual(padding).Cast(DType.Float32);
        // Whether two tokens are one: of the text itself [batch, n, n], and of the text and each reference [batch, references, n, m].
        var own = Tensor.Equal(x.ExpandDims(2), x.ExpandDims(1)).Cast(DType.Float32) * known.ExpandDims(2) * known.ExpandDims(1);
        var other = Tensor.Equal(x.ExpandDims(1).ExpandDims(3), y.ExpandDims(2)).Cast(DType.Float32) * known.ExpandDims(1).ExpandDims(3);

        var hits = new Tensor[maxOrder];
        var runs = new Tensor[maxOrder];
        var (same, found) = (own, other);
        for (int k = 0; k < maxOrder; k++)
        {
            runs[k] = (lengths - k).Maximum(0).Cast(DType.Float64).Sum();
            hits[k] = runs[k] * 0;
            if (k >= n || k >= m) continue;
            if (k > 0) (same, found) = (Longer(same, own, 1, 2, k), Longer(found, other, 2, 3, k));
            // A run that stands c times in the text is met c times here, so each counts 1 / c.
            Tensor times = same.Sum(-1).Cast(DType.Float64), there = found.Sum(-1).Max(1).Cast(DType.Float64);
            hits[k] = LossReduction.Ratio(Tensor.Minimum(times, there), times).Sum();
        }
        return new(Tensor.Stack(hits), Tensor.Stack(runs), lengths.Cast(DType.Float64).Sum(), Nearest(lengths, referenceLengths, m).Cast(DType.Float64).Sum());
    }

    /// <summary>Runs that are one token longer: from places i and j they are equal if they were so far and the tokens k places on are.</summary>
    private static Tensor Longer(Tensor runs, Tensor tokens, int first, int second, int k)
    {
        var shorter = runs.Slice(first, 0..(runs.Shape[first] - 1)).Slice(second, 0..(runs.Shape[second] - 1));
        return shorter * tokens.Slice(first, k..tokens.Shape[first]).Slice(second, k..tokens.Shape[second]);
    }

    /// <summary>The length of the reference nearest to each text's, of two the shorter; 0 where there is no reference.</summary>
    private static Tensor Nearest(Tensor lengths, Tensor referenceLengths, int longest)
    {
        // The difference decides, then the length: both are told by one number.
        int unit = longest + 1;
        var difference = referenceLengths - lengths.ExpandDims(-1);
        var keys = Tensor.Maximum(difference, -difference) * unit + referenceLengths;
        var none = referenceLengths.Equal(0);
        keys = Tensor.Where(none, Tensor.Scalar(int.MaxValue / unit * unit, keys.Device), keys);
        return keys.Min(-1) % unit;
    }
}
