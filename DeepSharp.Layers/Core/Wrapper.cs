namespace DeepSharp.Layers;

/// <summary>A layer around another layer. Derive from it to change what a layer gets, gives, or computes with.</summary>
/// <remarks>
/// The inner layer is built for the wrapper's inputs, and its weights come after the wrapper's own. Files hold it under <c>layer</c>. A derived class is
/// written like any layer: <c>[Layer] sealed partial class Twice(Layer layer) : Wrapper(layer)</c> with a <c>Call</c> that applies <see cref="Layer"/>.
/// </remarks>
/// <param name="layer">The inner layer.</param>
public abstract class Wrapper(Layer layer) : Layer
{
    /// <summary>The inner layer.</summary>
    public Layer Layer { get; } = layer ?? throw new ArgumentNullException(nameof(layer));

    /// <inheritdoc/>
    protected override void Build(Shape[] inputs) => Layer.BuildFor(inputs);
}
