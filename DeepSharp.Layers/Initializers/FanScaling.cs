namespace DeepSharp.Initializers;

/// <summary>Which connections of a weight set its scale.</summary>
public enum FanMode
{
    /// <summary>Those that feed an output.</summary>
    FanIn,

    /// <summary>Those that an input feeds.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    FanAvg,
}

/// <summary>The distribution that <see cref="VarianceScaling"/> draws from.</summary>
public enum ScaledDistribution
{
    /// <summary>Normal, cut off at two standard deviations and widened to keep the variance.</summary>
    TruncatedNormal,

    /// <summary>Normal.</summary>
    UntruncatedNormal,

    /// <summary>Uniform.</summary>
    Uniform,
}

/// <summary>Random numbers of variance scale / n, where n is the number of connections: what the Glorot, He and Lecun rules share.</summary>
internal static class FanScaling
{
    /// <summary>The standard deviation of the normal distribution cut off at ±2.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    public static Tensor Draw(Shape shape, DType dtype, int seed, double scale, FanMode mode, ScaledDistribution distribution)
    {
        var (fanIn, fanOut) = Fans(shape);
        double n = Math.Max(1, mode switch { FanMode.FanIn => fanIn, FanMode.FanOut => fanOut, _ => (fanIn + fanOut) / 2 });
        double deviation = Math.Sqrt(scale / n), limit = Math.Sqrt(3 * scale / n);
        return distribution switch
        {
            ScaledDistribution.Uniform => Tensor.RandomUniform(shape, -limit, limit, dtype, seed),
            ScaledDistribution.UntruncatedNormal => Tensor.RandomNormal(shape, 0, deviation, dtype, seed),
            _ => Tensor.TruncatedNormal(shape, 0, deviation / TruncatedDeviation, dtype, seed),
        };
    }

    /// <summary>Inputs an output has and outputs an input has: the last two lengths times the size of the window before them.</summary>
    internal static (double In, double Out) Fans(Shape shape)
    {
        if (shape.Rank < 2) return shape.Rank == 0 ? (1, 1) : (shape[0], shape[0]);
        double window = shape[..^2].Count;
        return (shape[^2] * window, shape[^1] * window);
    }
}
