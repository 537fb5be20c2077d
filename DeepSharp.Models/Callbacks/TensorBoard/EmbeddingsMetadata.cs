namespace DeepSharp;

/// <summary>Files that name the rows of embeddings, for TensorBoard's projector: one for all, or one for each layer.</summary>
/// <remarks>Converts from a path and from a dictionary of paths by layer name. A file has a line for each row, relative paths start at the log
/// folder.</remarks>
public sealed class EmbeddingsMetadata
{
    private readonly string? _all;
    private readonly IReadOnlyDictionary<string, string>? _byLayer;

    private EmbeddingsMetadata(string? all, IReadOnlyDictionary<string, string>? byLayer) => (_all, _byLayer) = (all, byLayer);

    /// <summary>One file for all embeddings.</summary>
    public static implicit operator EmbeddingsMetadata(string path) => new(path, null);

    /// <summary>A file for each layer named.</summary>
    public static implicit operator EmbeddingsMetadata(Dictionary<string, string> byLayer) => new(null, byLayer);

    /// <summary>The file of a layer, or null.</summary>
    internal string? For(string layer) => _all ?? _byLayer?.GetValueOrDefault(layer);

    /// <exception cref="DeepSharpException">Layers are named that are no embeddings of the model.</exception>
    internal void Check(IReadOnlyCollection<string> layers)
    {
        var unknown = (_byLayer?.Keys ?? []).Except(layers).ToList();
        if (unknown.Count > 0)
            throw new DeepSharpException($"TensorBoard: embeddingsMetadata names {string.Join(", ", unknown.Select(l => $"'{l}'"))}, but the model's embedding layers are "
                + $"{(layers.Count == 0 ? "none" : string.Join(", ", layers.Select(l => $"'{l}'")))}.");
    }
}
