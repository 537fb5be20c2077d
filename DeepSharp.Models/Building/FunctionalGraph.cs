namespace DeepSharp;

/// <summary>The directed graph of layer calls between a model's inputs and outputs.</summary>
internal sealed class FunctionalGraph
{
    public FunctionalGraph(SymbolicTensor[] inputs, SymbolicTensor[] outputs)
    {
        if (inputs.Length == 0 || outputs.Length == 0) throw new DeepSharpException("A model needs at least one input and one output.");
        (Inputs, Outputs) = (inputs, outputs);
        var order = new GraphOrder(inputs, outputs);
        (Calls, Layers) = (order.Calls, order.Layers);
        foreach (var group in Layers.GroupBy(l => l.Name).Where(g => g.Count() > 1))
            throw new DeepSharpException($"Two layers of the model are named '{group.Key}'. Names must differ; give one of them another name.");
    }

    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    public IReadOnlyList<SymbolicTensor> Outputs { get; }

    /// <summary>The layers in Keras' order: by their distance from the outputs, the farthest first.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The layer calls in an order that respects the graph.</summary>
    public IReadOnlyList<LayerCall> Calls { get; }

    /// <summary>Runs the layers on tensors.</summary>
    public Tensor[] Run(Tensor[] inputs)
    {
        if (inputs.Length != Inputs.Count)
            throw new ShapeMismatchException($"The model takes {Inputs.Count} inputs but got {inputs.Length}.");
        var values = new Dictionary<SymbolicTensor, Tensor>();
        for (int i = 0; i < inputs.Length; i++) values[Inputs[i]] = Fit(inputs[i], Inputs[i]);
        foreach (var call in Calls)
        {
            var results = call.Repeat(t => values[t]);
            for (int i = 0; i < results.Length; i++) values[call.Outputs[i]] = results[i];
        }
        return [.. Outputs.Select(o => values[o])];
    }

    /// <summary>Checks an input; a missing or additional trailing axis of one is forgiven, as in Keras.</summary>
    private static Tensor Fit(Tensor x, SymbolicTensor symbol)
    {
        if (x.Shape.Matches(symbol.Shape)) return x;
        if (x.Rank == symbol.Shape.Rank - 1 && symbol.Shape[^1] == 1 && x.Shape.Matches(symbol.Shape[..^1])) return x.ExpandDims(-1);
        if (x.Rank == symbol.Shape.Rank + 1 && x.Shape[^1] == 1 && x.Shape[..^1].Matches(symbol.Shape)) return x.Squeeze(-1);
        throw new ShapeMismatchException($"Input '{symbol.Layer.Name}' expects shape {symbol.Shape} but got {x.Shape}.");
    }
}
