namespace DeepSharp;

/// <summary>Where a random draw takes its numbers from: a generator, a fixed seed, a state, or (the default) the global
/// generator.</summary>
/// <remarks>A fixed seed gives the same numbers on every call; a generator gives new ones.</remarks>
public readonly struct RandomSeed
{
    private readonly SeedGenerator? _generator;
    private readonly Tensor? _state;
    private readonly long? _seed;

    private RandomSeed(SeedGenerator? generator, Tensor? state, long? seed) => (_generator, _state, _seed) = (generator, state, seed);

    /// <summary>Draws from a generator, advancing it.</summary>
    public static implicit operator RandomSeed(SeedGenerator? generator) => new(generator, null, null);

    /// <summary>Draws number 0 of the stream of this seed.</summary>
    public static implicit operator RandomSeed(long seed) => new(null, null, seed);

    /// <inheritdoc cref="op_Implicit(long)"/>
    public static implicit operator RandomSeed(int seed) => new(null, null, seed);

    /// <summary>Draws what this state, int64 [2] = {seed, draw number}, stands for.</summary>
    public static implicit operator RandomSeed(Tensor state) => new(null, state, null);

    /// <summary>The state for one draw. A draw of unknown size is only a symbol and advances nothing.</summary>
    internal Tensor For(Shape shape) =>
        _state ?? (!shape.IsKnown ? new(new([2], DType.Int64), Device.Null)
        : _seed is { } seed ? SeedGenerator.StateOf(seed, 0, Trace.Current?.Device)
        : (_generator ?? Seeds.Generator).Next());
}
