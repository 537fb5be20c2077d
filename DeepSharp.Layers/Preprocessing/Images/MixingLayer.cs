namespace DeepSharp.Layers;

/// <summary>A layer that in training mixes each image of a batch with another one of it, and their labels in the same proportion.</summary>
/// <remarks>
/// Takes images [batch, height, width, channels] and, as a second input, labels [batch, classes..] that can be mixed: one-hot, or any other numbers of a class.
/// Its place is the preparation of data: <c>dataset.Batch(32).Map(layer)</c>. It owns a generator, whose state is saved with a model.
/// </remarks>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
public abstract class MixingLayer(int? seed) : Layer
{
    private readonly SeedGenerator _generator = new(seed);

    /// <summary>The seed given, or null.</summary>
    public int? Seed { get; } = seed;

    /// <summary>Mixes images and labels.</summary>
    /// <param name="images">[batch, height, width, channels].</param>
    /// <param name="labels">[batch, classes..].</param>
    /// <param name="training">Whether this is training; decided by the surrounding call if not given.</param>
    /// <exception cref="ShapeMismatchException">The images are no batch, or the labels do not fit.</exception>
    public (Tensor Images, Tensor Labels) Apply(Tensor images, Tensor labels, bool? training = null)
    {
        var mixed = Apply([images, labels], training);
        return (mixed[0], mixed[1]);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input) => AddState(_generator.State);

    /// <inheritdoc/>
    protected sealed override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        if (inputs.Length is not (1 or 2)) throw new ShapeMismatchException($"{TypeName} takes images, or images and labels, but got {inputs.Length} tensors.");
        if (inputs[0].Rank != 4)
            throw new ShapeMismatchException(
                $"{TypeName} mixes the images of a batch [batch, height, width, channels] with each other but got shape {inputs[0].Shape}. "
                + "Form batches first, for example dataset.Batch(32).");
        var labels = inputs.Length == 2 ? RequireLabels(inputs[0].Shape, inputs[1]).Cast(ComputeDType) : null;
        Tensor? order = null, weight = null;
        var images = ImageBatch.Apply(this, inputs[0], x =>
        {
            if (!context.Training || x.Device == Device.Null) return x;
            order = Tensor.RandomPermutation(x.Shape[0], _generator);
            (x, weight) = Mix(x, x.Gather(order), _generator);
            return x;
        });
        if (labels is null) return [images];
        if (order is null) return [images, labels];
        int[] ones = [.. Enumerable.Repeat(1, labels.Rank - 1)];
        var share = weight!.Cast(ComputeDType).Reshape([labels.Shape[0], .. ones]);
        return [images, share * labels + (1 - share) * labels.Gather(order)];
    }

    /// <summary>Mixes images with others.</summary>
    /// <param name="images">The images, [batch, height, width, channels].</param>
    /// <param name="others">The image that each is mixed with.</param>
    /// <param name="generator">Where random numbers are drawn from.</param>
    /// <returns>The mixed images, and the part of each that is the image itself, [batch, 1, 1, 1].</returns>
    private protected abstract (Tensor Images, Tensor Weight) Mix(Tensor images, Tensor others, SeedGenerator generator);

    private Tensor RequireLabels(Shape images, Tensor labels) => labels.Rank >= 2 && labels.Shape[..1].Matches(images[..1])
        ? labels
        : throw new ShapeMismatchException(
            $"{TypeName} expects labels [batch, classes..] for the images {images} but got shape {labels.Shape}. "
            + "Numbers of classes cannot be mixed: use labels.OneHot(classes).");
}
