namespace DeepSharp;

/// <summary>Rebuilds models with layers of their own; a layer used at several places is cloned once.</summary>
internal sealed class ModelCloner(Func<Layer, Layer> cloneLayer, bool recursive)
{
    private readonly Dictionary<Layer, Layer> _clones = [];

    /// <summary>A layer as its configuration rebuilds it.</summary>
    public static Layer ByConfig(Layer layer)
    {
        RequireRebuildable(layer);
        return KerasJson.Read<Layer>(KerasJson.Write(layer));
    }

    /// <summary>Rejects a layer whose class no configuration can rebuild.</summary>
    public static void RequireRebuildable(Layer layer)
    {
        if (ConfigRegistry.Find(layer) is null)
            throw new DeepSharpException($"{layer.Title} cannot be cloned, since its class {layer.GetType().Name} could not be rebuilt from its settings. "
                + "Make the class partial and mark it with [Layer], or give a cloneFunction that makes the new layer.");
    }

    /// <summary>A new model with the same layers in the same order or graph.</summary>
    public Model Clone(Model model) => model switch
    {
        Sequential chain => Chain(chain),
        { HasGraph: true } => Graph(model),
        _ => (Model)ByConfig(model),
    };

    private Layer Inner(Layer layer)
    {
        if (_clones.TryGetValue(layer, out var known)) return known;
        var clone = layer is Model inner and (Sequential or { HasGraph: true }) && recursive ? Clone(inner) : cloneLayer(layer);
        if (ReferenceEquals(clone, layer)) throw new DeepSharpException($"The cloneFunction gave back {layer.Title} itself; a clone needs a layer of its own.");
        return _clones[layer] = clone;
    }

    private Sequential Chain(Sequential model)
    {
        var clone = new Sequential { Name = model.Name, Trainable = model.Trainable, DTypePolicy = model.DTypePolicy };
        if (model.Inputs is [var input]) clone.Add(Input(input));
        foreach (var layer in model.Layers) clone.Add(Inner(layer));
        return clone;
    }

    private Model Graph(Model model)
    {
        var symbols = new Dictionary<SymbolicTensor, SymbolicTensor>();
        foreach (var input in model.Inputs) symbols[input] = Input(input).Symbol;
        foreach (var call in model.GraphCalls)
        {
            var layer = Inner(call.Layer);
            var outputs = call.Arguments is null
                ? layer.ApplyAll(Array.ConvertAll(call.Inputs, t => symbols[t]), call.Training)
                : layer.ApplyAll(call.Arguments.Map(t => symbols[t]), call.Training);
            for (int i = 0; i < outputs.Length; i++) symbols[call.Outputs[i]] = outputs[i];
        }
        SymbolicTensor[] Of(IReadOnlyList<SymbolicTensor> tensors) => [.. tensors.Select(t => symbols[t])];
        var clone = new Model(Of(model.Inputs), Of(model.Outputs)) { Name = model.Name, DTypePolicy = model.DTypePolicy };
        // The layers have their own settings, which the model's would overwrite.
        if (!model.Trainable) clone.Trainable = false;
        return clone;
    }

    /// <summary>The input layer that a clone begins with, also where the model begins in the middle of a graph.</summary>
    private static Layers.InputLayer Input(SymbolicTensor input)
    {
        var shape = input.Shape;
        string name = input.Layer is Layers.InputLayer ? input.Layer.Name : $"{input.Layer.Name}_input";
        return new(shape[1..], shape[0] == Dim.Any ? null : shape[0]) { Name = name, DType = input.DType };
    }
}
