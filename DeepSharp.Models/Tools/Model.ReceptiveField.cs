namespace DeepSharp;

public partial class Model
{
    /// <summary>Which part of the input each layer's outputs depend on: how many positions (size), how far apart for neighbouring outputs (jump), and
    /// where the first begins (start).</summary>
    /// <remarks>
    /// Found by following the model's formula through convolutions, pooling, padding, cropping, enlarging and branches, in inference. What mixes a
    /// whole axis (flattening, global pooling, recurrence, attention over positions), and what cannot be followed, reaches everywhere: <see cref="AxisReach.IsGlobal"/>.
    /// </remarks>
    /// <param name="inputShape">Axis lengths of the input without the batch; the model's own if null. Padding depends on it where a stride is above 1.</param>
    /// <param name="input">Which input, for a model with several.</param>
    /// <exception cref="ShapeMismatchException">The input has no spatial axis, or a length is not known.</exception>
    /// <example><code>Console.WriteLine(model.ReceptiveField());</code></example>
    public ReceptiveFields ReceptiveField(Shape? inputShape = null, int input = 0)
    {
        var specs = Inputs.Select(i => new TensorSpec(i.Shape.With(0, 1), i.DType)).ToArray();
        if (specs.Length == 0) specs = inputShape is { } given ? [new([1, .. given.Dims], DType.Float32)] : [];
        if (input < 0 || input >= specs.Length)
            throw new ShapeMismatchException(
                $"Model '{Name}' has {specs.Length} inputs with known shapes, so there is no input {input}. Give inputShape for a model that is not built.");
        if (inputShape is { } shape) specs[input] = specs[input] with { Shape = [1, .. shape.Dims] };
        var spec = specs[input];
        if (spec.Shape.Rank < 3)
            throw new ShapeMismatchException(
                "ReceptiveField needs an input [batch, spatial.., channels] with at least one spatial axis, "
                + $"but input {input} of model '{Name}' is {spec.Shape[1..]} without the batch.");
        if (Array.Find(specs, s => !s.Shape.IsKnown) is { Shape.Rank: > 0 } open)
            throw new ShapeMismatchException(
                $"ReceptiveField needs to know all lengths, but an input of model '{Name}' is {open.Shape[1..]} without the batch. Give inputShape.");

        var layers = new List<LayerReach>();
        var symbols = Array.ConvertAll(specs, s => new Tensor(s, Device.Null));
        EnsureBuilt(symbols);
        using (var tracker = new ReachTracker())
        using (new LayerObserver((layer, path, inputs, outputs) =>
        {
            tracker.Complete(inputs, outputs);
            if (layer != this) layers.Add(new(path[(path.IndexOf('/') + 1)..], layer.TypeName, outputs[0].Shape[1..], tracker.Of(outputs[0]) ?? []));
        }))
        {
            tracker.Begin(symbols[input], spec.Shape.Rank - 2);
            Forward(symbols, training: false);
        }
        return new(Name, spec.Shape[1..], layers);
    }
}
