namespace DeepSharp.Layers;

/// <summary>Triangular filters that are evenly spaced on the mel scale, mel(f) = 1127 · ln(1 + f / 700), and reach 1 at their middle (the convention of HTK).</summary>
internal static class MelFilters
{
    /// <summary>A matrix [frequencies, bands] that takes a linear spectrum to the mel scale.</summary>
    /// <param name="bands">How many filters.</param>
    /// <param name="frequencies">How many frequencies from 0 to half the sampling rate; the first, the mean, is in no filter.</param>
    /// <param name="samplingRate">Samples per second.</param>
    /// <param name="lowest">Where the first filter begins, in hertz.</param>
    /// <param name="highest">Where the last filter ends, in hertz.</param>
    public static Tensor Matrix(int bands, int frequencies, double samplingRate, double lowest, double highest)
    {
        double first = Mel(lowest), step = (Mel(highest) - first) / (bands + 1);
        var weights = new double[frequencies * bands];
        for (int f = 1; f < frequencies; f++)
        {
            double mel = Mel(f * samplingRate / 2 / (frequencies - 1));
            for (int b = 0; b < bands; b++)
            {
                double from = first + b * step, middle = from + step, to = middle + step;
                weights[f * bands + b] = Math.Max(0, Math.Min((mel - from) / (middle - from), (to - mel) / (to - middle)));
            }
        }
        return Tensor.From(weights, [frequencies, bands]);
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + hertz / 700);
}
