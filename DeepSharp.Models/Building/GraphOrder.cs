namespace DeepSharp;

/// <summary>Puts the calls of a graph into an order in which they can run, and the layers into Keras' order, on which the names in weight
/// files depend: by depth, which is the longest way to an output, and among equals by when they are met walking from the outputs.</summary>
/// <remarks>No recursion: files may hold graphs of any depth.</remarks>
internal sealed class GraphOrder
{
    private readonly HashSet<SymbolicTensor> _ends;
    private readonly HashSet<LayerCall> _met = [];
    private readonly List<LayerCall> _nodes = [];
    private readonly Dictionary<Layer, int> _layerIndex = [];

    public GraphOrder(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs)
    {
        _ends = [.. inputs];
        foreach (var output in outputs) Walk(output);
        Calls = [.. _nodes.Where(c => c.Inputs.Length > 0)];
        Layers = Sorted(inputs);
    }

    /// <summary>The layer calls, each after those it depends on.</summary>
    public IReadOnlyList<LayerCall> Calls { get; }

    /// <summary>The layers in Keras' order, input layers among them.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    private void Walk(SymbolicTensor output)
    {
        var open = new Stack<(LayerCall Call, int Next)>();
        Enter(output, open);
        while (open.TryPop(out var top))
        {
            if (top.Next == top.Call.Inputs.Length) _nodes.Add(top.Call);
            else
            {
                open.Push((top.Call, top.Next + 1));
                Enter(top.Call.Inputs[top.Next], open);
            }
        }
    }

    private void Enter(SymbolicTensor tensor, Stack<(LayerCall, int)> open)
    {
        bool isInputLayer = tensor.Call.Inputs.Length == 0;
        if (_ends.Contains(tensor) && !isInputLayer || !_met.Add(tensor.Call)) return;
        if (!_ends.Contains(tensor) && isInputLayer)
            throw new DeepSharpException($"An output depends on input '{tensor.Layer.Name}', which is not among the model's inputs. Add it to them.");
        _layerIndex.TryAdd(tensor.Layer, _layerIndex.Count);
        open.Push((tensor.Call, 0));
    }

    private Layer[] Sorted(IReadOnlyList<SymbolicTensor> inputs)
    {
        var callDepth = new Dictionary<LayerCall, int>();
        var layerDepth = new Dictionary<Layer, int>();
        foreach (var call in Enumerable.Reverse(_nodes))
        {
            int depth = Math.Max(callDepth.GetValueOrDefault(call), layerDepth.GetValueOrDefault(call.Layer));
            callDepth[call] = layerDepth[call.Layer] = depth;
            foreach (var input in call.Inputs)
                if (!_ends.Contains(input) || input.Call.Inputs.Length == 0)
                    callDepth[input.Call] = Math.Max(callDepth.GetValueOrDefault(input.Call), depth + 1);
        }
        foreach (var input in inputs)
            if (input.Call.Inputs.Length == 0 && layerDepth.TryAdd(input.Layer, 0)) _layerIndex[input.Layer] = -1;
        return [.. layerDepth.Keys.OrderByDescending(l => layerDepth[l]).ThenBy(l => _layerIndex[l])];
    }
}
