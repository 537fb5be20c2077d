namespace DeepSharp;

/// <summary>What the frames of a short-time Fourier transform are weighted with, under SciPy's names.</summary>
public enum WindowFunction
{
    /// <summary>All ones.</summary>
    Boxcar,

    /// <summary>A triangle that does not reach zero.</summary>
    Triang,

    /// <summary>A triangle from zero to zero.</summary>
    Bartlett,

    /// <summary>sin(π (n + ½) / length).</summary>
    Cosine,

    /// <summary>½ − ½ cos.</summary>
    Hann,

    /// <summary>0.54 − 0.46 cos.</summary>
    Hamming,

    /// <summary>Three cosine terms.</summary>
    Blackman,

    /// <summary>Four cosine terms, after A. Nuttall.</summary>
    Nuttall,

    /// <summary>Four cosine terms, after F. Harris.</summary>
    [ConfigKey("blackmanharris")]
    BlackmanHarris,

    /// <summary>Five cosine terms; keeps the height of peaks.</summary>
    Flattop,
}

/// <summary>The values of window functions.</summary>
public static class WindowFunctions
{
    /// <summary>The window's values.</summary>
    /// <param name="window">The window.</param>
    /// <param name="length">How many, 1 or more.</param>
    /// <param name="periodic">Whether they are one period of a repeating window instead of symmetric.</param>
    /// <exception cref="InvalidValueException">The length is not positive.</exception>
    public static double[] Values(this WindowFunction window, int length, bool periodic = false)
    {
        if (length < 1) throw new InvalidValueException($"A window needs a length of 1 or more, got {length}.");
        if (length == 1) return [1];
        int whole = periodic ? length + 1 : length;
        return [.. Enumerable.Range(0, length).Select(n => At(window, n, whole))];
    }

    private static double At(WindowFunction window, int n, int length) => window switch
    {
        WindowFunction.Boxcar => 1,
        WindowFunction.Triang => length % 2 == 0 ? (2.0 * Math.Min(n, length - 1 - n) + 1) / length : 2.0 * (Math.Min(n, length - 1 - n) + 1) / (length + 1),
        WindowFunction.Bartlett => 2.0 * Math.Min(n, length - 1 - n) / (length - 1),
        WindowFunction.Cosine => Math.Sin(Math.PI * (n + 0.5) / length),
        WindowFunction.Hann => Cosines(n, length, 0.5, 0.5),
        WindowFunction.Hamming => Cosines(n, length, 0.54, 0.46),
        WindowFunction.Blackman => Cosines(n, length, 0.42, 0.5, 0.08),
        WindowFunction.Nuttall => Cosines(n, length, 0.3635819, 0.4891775, 0.1365995, 0.0106411),
        WindowFunction.BlackmanHarris => Cosines(n, length, 0.35875, 0.48829, 0.14128, 0.01168),
        WindowFunction.Flattop => Cosines(n, length, 0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
        _ => throw new InvalidValueException($"There is no window function {window}."),
    };

    /// <summary>a₀ − a₁ cos φ + a₂ cos 2φ − …, with φ = 2π n / (length − 1).</summary>
    private static double Cosines(int n, int length, params ReadOnlySpan<double> factors)
    {
        double sum = 0;
        for (int k = 0; k < factors.Length; k++) sum += (k % 2 == 0 ? 1 : -1) * factors[k] * Math.Cos(2 * Math.PI * k * n / (length - 1));
        return sum;
    }
}
