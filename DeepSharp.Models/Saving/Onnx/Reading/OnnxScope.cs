namespace DeepSharp.Onnx;

/// <summary>What the nodes of a graph may refer to: operator sets, data beside the file, and the names of the graphs around theirs.</summary>
/// <param name="Opsets">The version of each domain's operators.</param>
/// <param name="External">Where data outside the file is, or null where none may be.</param>
/// <param name="Where">The graph, for messages.</param>
/// <param name="Depth">How many graphs are around this one.</param>
/// <param name="Around">Names that graphs around this one define before it.</param>
internal sealed record OnnxScope(IReadOnlyDictionary<string, int> Opsets, OnnxExternalData? External, string Where, int Depth, IReadOnlySet<string> Around)
{
    /// <summary>The version of the operators of a domain.</summary>
    public int Opset(string domain, string who) => Opsets.TryGetValue(domain, out int version) ? version
        : throw new InvalidDataException($"{who} is of the operator set '{(domain.Length == 0 ? "ai.onnx" : domain)}', which the model does not import.");

    /// <summary>The scope of a graph inside a node.</summary>
    public OnnxScope Inner(string where) => this with { Where = where, Depth = Depth + 1 };
}
