namespace DeepSharp;

/// <summary>A safetensors file: named tensors and texts, readable one by one without loading the rest.</summary>
/// <remarks>The format: https://github.com/huggingface/safetensors. Types F32, F64, F16, BF16, I32, I64, U8 and BOOL.</remarks>
/// <example><code>
/// SafetensorsFile.Save("w.safetensors", new Dictionary&lt;string, Tensor&gt; { ["a"] = Tensor.Ones([2, 3]) });
/// using var file = SafetensorsFile.Open("w.safetensors");
/// var a = file.Read("a");
/// </code></example>
public sealed class SafetensorsFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _byName;
    private readonly Lock _lock = new();

    private SafetensorsFile(string path, FileStream stream)
    {
        (_path, _stream) = (path, stream);
        _header = SafetensorsHeader.Read(stream, stream.Length);
        _byName = _header.Entries.ToDictionary(e => e.Name);
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The texts under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header. Several readers may have it open.</summary>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static SafetensorsFile Open(string path) => ModelFileException.Reading(path, () =>
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        try { return new SafetensorsFile(path, stream); }
        catch
        {
            stream.Dispose();
            throw;
        }
    });

    /// <summary>Reads one tensor.</summary>
    /// <exception cref="ModelFileException">There is none of that name, or its bytes cannot be read.</exception>
    public Tensor Read(string name)
    {
        if (!_byName.TryGetValue(name, out var entry))
            throw new ModelFileException($"'{_path}' has no tensor '{name}'; it has {string.Join(", ", Entries.Select(e => $"'{e.Name}'"))}.");
        lock (_lock)
            return ModelFileException.Reading(_path, () =>
            {
                _stream.Position = _header.DataStart + entry.Offset;
                return SafetensorsContent.Read(_stream, entry);
            });
    }

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static Dictionary<string, Tensor> Load(string path)
    {
        using var file = Open(path);
        return file.Entries.ToDictionary(e => e.Name, e => file.Read(e.Name));
    }

    /// <summary>Writes tensors; a file that is there is replaced only once the new one is complete.</summary>
    /// <param name="path">Where.</param>
    /// <param name="tensors">Names and values.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool overwrite = true) =>
        AtomicFile.Write(path, overwrite, s => SafetensorsContent.Write(s, tensors.Select(t => (t.Key, t.Value)), metadata));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
