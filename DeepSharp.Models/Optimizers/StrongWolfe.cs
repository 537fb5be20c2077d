namespace DeepSharp;

/// <summary>Finds a step length t with φ(t) ≤ φ(0) + c₁ t φ′(0) and |φ′(t)| ≤ c₂ |φ′(0)|.</summary>
/// <remarks>Source: J. Nocedal and S. Wright, Numerical Optimization, 2006, algorithms 3.5 and 3.6; trial points by cubic interpolation.</remarks>
internal static class StrongWolfe
{
    private const double C1 = 1e-4, C2 = 0.9, Growth = 2.5;

    private readonly record struct Trial(double T, double Value, double Slope);

    /// <summary>Searches.</summary>
    /// <param name="phi">Value and slope at a step length; the accepted length is the one asked for last.</param>
    /// <param name="value">φ(0).</param>
    /// <param name="slope">φ′(0).</param>
    /// <param name="first">The first length tried.</param>
    /// <param name="budget">Evaluations at most.</param>
    /// <returns>The length; null if none leads down.</returns>
    public static double? Search(Func<double, (double Value, double Slope)> phi, double value, double slope, double first, int budget)
    {
        if (!(slope < 0)) return null;
        var start = new Trial(0, value, slope);
        var last = start;
        double t = first;
        for (int i = 0; i < budget; i++, t *= Growth)
        {
            var now = At(phi, t);
            if (!IsLow(now, start) || i > 0 && now.Value >= last.Value) return Zoom(phi, start, last, now, budget - i - 1);
            if (Math.Abs(now.Slope) <= -C2 * slope) return t;
            if (now.Slope >= 0) return Zoom(phi, start, now, last, budget - i - 1);
            last = now;
        }
        return last.T > 0 ? last.T : null;
    }

    /// <summary>Narrows an interval that holds such a length; <paramref name="low"/> is the end with the smaller value.</summary>
    private static double? Zoom(Func<double, (double, double)> phi, Trial start, Trial low, Trial high, int budget)
    {
        for (int i = 0; i < budget; i++)
        {
            double t = Between(low, high);
            if (t == low.T || t == high.T) break;       // the numbers lie no closer
            var now = At(phi, t);
            if (!IsLow(now, start) || now.Value >= low.Value)
            {
                high = now;
                continue;
            }
            if (Math.Abs(now.Slope) <= -C2 * start.Slope) return t;
            if (now.Slope * (high.T - low.T) >= 0) high = low;
            low = now;
        }
        if (low.T == 0) return null;
        At(phi, low.T);
        return low.T;
    }

    private static Trial At(Func<double, (double Value, double Slope)> phi, double t)
    {
        var (value, slope) = phi(t);
        return double.IsFinite(value) && double.IsFinite(slope) ? new(t, value, slope) : new(t, double.PositiveInfinity, 0);
    }

    private static bool IsLow(Trial now, Trial start) => now.Value <= start.Value + C1 * now.T * start.Slope;

    /// <summary>The minimum of the cubic through both ends, kept off the ends; the middle where there is none.</summary>
    private static double Between(Trial a, Trial b)
    {
        double width = b.T - a.T, middle = a.T + width / 2;
        if (double.IsInfinity(b.Value)) return middle;
        double d1 = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.T - b.T), square = d1 * d1 - a.Slope * b.Slope;
        if (square < 0) return middle;
        double d2 = Math.Sign(width) * Math.Sqrt(square);
        double t = b.T - width * (b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2);
        double part = (t - a.T) / width;
        return double.IsFinite(part) ? a.T + width * Math.Clamp(part, 0.1, 0.9) : middle;
    }
}
