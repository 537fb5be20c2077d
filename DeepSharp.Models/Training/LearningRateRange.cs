namespace DeepSharp;

/// <summary>What a search for a learning rate has found.</summary>
/// <param name="Rates">The rates tried, growing.</param>
/// <param name="Losses">The smoothed loss at each rate.</param>
public sealed record LearningRateRange(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses)
{
    /// <summary>The rate at which the loss fell fastest, per factor of the rate, before it was smallest.</summary>
    /// <exception cref="DeepSharpException">The loss exploded at once, or never fell.</exception>
    public double Suggestion
    {
        get
        {
            int end = Losses.Count == 0 ? 0 : Losses.Index().MinBy(l => l.Item).Index;
            var (best, steepest) = (-1, 0.0);
            for (int i = 1; i < end; i++)
            {
                // Slopes over both neighbours; the rates are equally spaced in their logarithm.
                double slope = Losses[i + 1] - Losses[i - 1];
                if (slope < steepest) (best, steepest) = (i, slope);
            }
            return best >= 0 ? Rates[best] : throw new DeepSharpException(
                "No learning rate can be suggested: the loss did not fall. Search from a smaller minimum, with more steps, or look at data and model.");
        }
    }

    /// <summary>A tenth of the rate with the smallest loss, another rule of thumb.</summary>
    /// <exception cref="DeepSharpException">The loss exploded at once.</exception>
    public double TenthOfBest => Losses.Count > 0 ? Rates[Losses.Index().MinBy(l => l.Item).Index] / 10
        : throw new DeepSharpException("No learning rate can be suggested: the loss was not finite at the first step.");

    /// <summary>The range of rates and the suggestion.</summary>
    public override string ToString() => Rates.Count == 0 ? "no rate tried" : FormattableString.Invariant($"{Rates.Count} rates from {Rates[0]:G3} to {Rates[^1]:G3}, smallest loss {Losses.Min():G4}");
}
