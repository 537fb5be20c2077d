namespace DeepSharp.Layers;

/// <summary>The angles by which <see cref="RotaryEmbedding"/> turns pairs of features from one position to the next.</summary>
internal static class RotaryFrequencies
{
    /// <summary>One frequency for each of d / 2 pairs.</summary>
    public static double[] Of(RotaryEmbedding layer, int d)
    {
        double denominator = layer.RopeType == RopeType.Yarn ? d : layer.DenominatorDim ?? d;
        double[] plain = [.. Enumerable.Range(0, d / 2).Select(i => Math.Pow(layer.MaxWavelength, -2.0 * i / denominator))];
        return layer.RopeType switch
        {
            RopeType.Linear => [.. plain.Select(f => f / layer.ScalingFactor)],
            RopeType.Dynamic => [.. plain.Select(f => f / Math.Pow(layer.ScalingFactor, d / (double)Math.Max(1, d - 2)))],
            _ => Mixed(layer, d, plain),
        };
    }

    /// <summary>Between the pairs that make betaFast and betaSlow turns in the original length, frequencies go over from kept to divided.</summary>
    private static double[] Mixed(RotaryEmbedding layer, int d, double[] plain)
    {
        double low = Pair(layer, d, layer.BetaFast), high = Pair(layer, d, layer.BetaSlow);
        if (layer.Truncate) (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, d / 2 - 1));
        double width = Math.Max(high - low, 0.001);
        return [.. plain.Select((f, i) =>
        {
            double divided = Math.Clamp((i - low) / width, 0, 1);
            return f * (1 - divided) + f / layer.ScalingFactor * divided;
        })];
    }

    /// <summary>The pair, counted with fractions, that makes so many turns in the original length.</summary>
    private static double Pair(RotaryEmbedding layer, int d, double turns) =>
        d * Math.Log(layer.OriginalMaxPositionEmbeddings / (turns * 2 * Math.PI)) / (2 * Math.Log(layer.MaxWavelength));
}
