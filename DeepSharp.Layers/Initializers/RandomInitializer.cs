namespace DeepSharp;

/// <summary>An initializer that draws random numbers. The same seed gives the same numbers on every machine.</summary>
/// <remarks>
/// Without a seed it takes one from <see cref="Seeds"/> when it is first used and keeps it, so that one instance used twice
/// gives the same values twice, as in Keras. The seed taken does not stand in the configuration.
/// </remarks>
/// <param name="seed">The seed, or null.</param>
public abstract class RandomInitializer(int? seed) : Initializer
{
    private int? _taken;

    /// <summary>The seed given, or null.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    public sealed override Tensor Create(Shape shape, DType dtype = DType.Float32)
    {
        // Random numbers are drawn as float32 or float64; narrower weights are rounded from float32.
        var drawn = dtype == DType.Float64 ? DType.Float64 : DType.Float32;
        return Draw(shape, drawn, Seed ?? (_taken ??= Seeds.Next())).Cast(dtype);
    }

    /// <summary>Draws the values.</summary>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="seed">The seed.</param>
    protected abstract Tensor Draw(Shape shape, DType dtype, int seed);
}
