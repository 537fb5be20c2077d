namespace DeepSharp;

/// <summary>The tensors of a safetensors file or of such an entry of an archive.</summary>
internal sealed class SafetensorsStore : IWeightStore
{
    private readonly Stream _content;
    private readonly SafetensorsHeader _header;

    /// <summary>Reads the header.</summary>
    /// <param name="content">The file, at its beginning.</param>
    public SafetensorsStore(Stream content)
    {
        (_content, _header) = (content, SafetensorsHeader.Read(content, content.Length));
        Entries = [.. _header.Entries.Select(e => new StoredTensor(e.Name, e.DType, e.Shape))];
    }

    public IReadOnlyList<StoredTensor> Entries { get; }

    public bool IsExact => true;

    public IReadOnlyDictionary<string, Tensor> Read(IReadOnlyCollection<string> names)
    {
        var values = SafetensorsContent.ReadAll(_content, _header);
        (_content as CheckedEntry)?.Finish();
        return values;
    }
}
