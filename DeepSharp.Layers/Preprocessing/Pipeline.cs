namespace DeepSharp.Layers;

/// <summary>Layers one after the other as one layer, for the steps that prepare data.</summary>
/// <remarks>It is no model: it has no inputs of its own and is not compiled. Unlike in a model, a call of its own counts as training unless it says otherwise, so that random layers are at work.</remarks>
/// <example><c>var prepared = data.Map(x => new Pipeline([new Rescaling(1 / 255.0), new Normalization()]).Apply(x));</c></example>
/// <param name="layers">The layers, in the order they are applied.</param>
[Layer]
public sealed partial class Pipeline(IReadOnlyList<Layer> layers) : Layer
{
    private protected override string[] KerasLacks => ["trainable", "dtype"];

    /// <inheritdoc/>
    private protected override bool TrainsAlone => true;

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    /// <remarks>Keras' class takes no other settings.</remarks>
    protected override IEnumerable<ConfigEntry> BaseConfig() => [new("name", Name)];

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext context) => Layers.Aggregate(x, (y, layer) => layer.Apply(y));
}
