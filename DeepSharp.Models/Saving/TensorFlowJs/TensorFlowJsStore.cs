namespace DeepSharp.TensorFlowJs;

/// <summary>The weights beside a <c>model.json</c>; the state of an optimizer among them is passed over.</summary>
internal sealed class TensorFlowJsStore : IWeightStore
{
    private readonly Dictionary<string, (TensorFlowJsShards Shards, TensorFlowJsTensor Tensor)> _tensors = [];

    /// <summary>Looks at the files of a manifest.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="groups">The manifest.</param>
    public TensorFlowJsStore(string folder, IEnumerable<TensorFlowJsGroup> groups)
    {
        foreach (var group in groups)
        {
            var shards = new TensorFlowJsShards(folder, group);
            foreach (var tensor in group.Tensors) _tensors.Add(tensor.Name, (shards, tensor));
        }
        Entries = [.. _tensors.Values.Select(t => new StoredTensor(t.Tensor.Name, t.Tensor.DType, t.Tensor.Shape))];
    }

    public IReadOnlyList<StoredTensor> Entries { get; }

    public bool IsExact => false;

    public IReadOnlyDictionary<string, Tensor> Read(IReadOnlyCollection<string> names) =>
        names.ToDictionary(n => n, n => _tensors[n].Shards.Read(_tensors[n].Tensor));
}
