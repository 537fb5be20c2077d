namespace DeepSharp;

public partial class Model
{
    /// <summary>A new model of the same architecture with new weights, not compiled. Layers that are shared in this model are shared in the new one.</summary>
    /// <param name="cloneFunction">Makes the new layer for each layer, for example with another setting; by its configuration if null. It does not get
    /// input layers.</param>
    /// <param name="recursive">Whether the function gets the layers of models inside this one, and not those models.</param>
    /// <returns>The model; cast it to <see cref="Sequential"/> where this is one.</returns>
    /// <exception cref="DeepSharpException">A layer's class cannot be rebuilt from its settings.</exception>
    /// <exception cref="NotSupportedException">A setting, such as a function, is one that a configuration cannot hold.</exception>
    /// <example><code>
    /// var wide = model.CloneModel(l => l is Dense { Units: 64 } d ? new Dense(128, d.Activation) { Name = d.Name } : l.CloneLayer());
    /// </code></example>
    public Model CloneModel(Func<Layer, Layer>? cloneFunction = null, bool recursive = false)
    {
        if (cloneFunction is not null && this is not Sequential && !HasGraph)
            throw new DeepSharpException(
                $"Model '{Name}' has a Call of its own, so its layers cannot be replaced one by one. Clone it without a cloneFunction.");
        return new ModelCloner(cloneFunction ?? ModelCloner.ByConfig, recursive || cloneFunction is null).Clone(this);
    }

    /// <summary>Whether the model is a graph of layer calls.</summary>
    internal bool HasGraph => _graph is not null;

    /// <summary>The calls of the graph, each after those it depends on.</summary>
    internal IReadOnlyList<LayerCall> GraphCalls => _graph?.Calls ?? [];
}
