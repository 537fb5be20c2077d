namespace DeepSharp.Layers;

/// <summary>A layer that changes images at random in training, each image of a batch in its own way; at any other time they pass unchanged.</summary>
/// <remarks>
/// Takes a batch [batch, height, width, channels] or one image [height, width, channels], in a model as well as in the preparation of data:
/// <c>dataset.Map(layer)</c>. It owns a generator, whose state is saved with the model. Results are floating.
/// </remarks>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
public abstract class RandomImageLayer(int? seed) : Layer
{
    private readonly SeedGenerator _generator = new(seed);

    /// <summary>The seed given, or null.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    protected override void Build(Shape input) => AddState(_generator.State);

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext context) => ImageBatch.Apply(this, x, images =>
    {
        RequireImages(images);
        // Symbols take no numbers: building a model leaves the generator where it is.
        return context.Training && images.Device != Device.Null ? Change(images, _generator) : Rest(images);
    });

    /// <summary>What happens in training to a floating batch [batch, height, width, channels].</summary>
    internal abstract Tensor Change(Tensor images, SeedGenerator generator);

    /// <summary>What happens at any other time, and to symbols.</summary>
    private protected virtual Tensor Rest(Tensor images) => images;

    /// <summary>Rejects images that the change cannot be made to.</summary>
    private protected virtual void RequireImages(Tensor images) { }

    /// <summary>A number from a range for each image, [batch, 1, 1, 1].</summary>
    private protected static Tensor Draw(Tensor images, SeedGenerator generator, (double Low, double High) range) =>
        Tensor.RandomUniform([images.Shape[0], 1, 1, 1], range.Low, range.High, images.DType, generator);

    /// <summary>A yes or no for each image, [batch, 1, 1, 1]: yes with a probability that is itself drawn from a range.</summary>
    private protected static Tensor Chance(Tensor images, SeedGenerator generator, (double Low, double High) probability) =>
        Draw(images, generator, (0, 1)) < Draw(images, generator, probability);

    /// <summary>−1 or 1 for each image, equally often.</summary>
    private protected static Tensor Sign(Tensor images, SeedGenerator generator) =>
        Tensor.Where(Draw(images, generator, (0, 1)) > 0.5, images.ScalarLike(-1), images.ScalarLike(1));
}
