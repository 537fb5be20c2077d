namespace DeepSharp.Layers;

/// <summary>A layer that draws random numbers in training: it owns a generator, whose state is saved with the model.</summary>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
public abstract class SeededLayer(int? seed) : Layer
{
    /// <summary>The seed given, or null.</summary>
    public int? Seed { get; } = seed;

    /// <summary>Where the numbers come from.</summary>
    internal SeedGenerator Generator { get; } = new(seed);

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input) => AddState(Generator.State);

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext context) =>
        // Symbols take no numbers: building a model leaves the generator where it is.
        context.Training && x.Device != Device.Null ? Disturb(x, Generator) : x;

    /// <summary>What happens in training; at any other time the input passes unchanged.</summary>
    private protected abstract Tensor Disturb(Tensor x, SeedGenerator generator);

    /// <summary>Rejects a rate outside 0 to 1.</summary>
    private protected static double Part(double rate, string who) => rate is >= 0 and <= 1
        ? rate
        : throw new InvalidValueException($"{who} expects a rate from 0 to 1, the part that is dropped, but got {rate}.");
}
