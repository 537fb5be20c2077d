using System.Security.Cryptography;
using System.Text;

namespace DeepSharp.PtxBuild;

/// <summary>The folder of kernels: its sources, its compiled PTX, and the list of hashes that ties the two together.</summary>
/// <remarks>All texts are read with line ends of one character, so that a checkout's line ends change no hash.</remarks>
internal sealed class KernelSources
{
    private const string HashFile = "ptx/SOURCES.sha256";

    private KernelSources(string folder) => Folder = folder;

    /// <summary>The folder <c>kernels</c>.</summary>
    public string Folder { get; }

    /// <summary>The file of hashes.</summary>
    public string HashPath => Path.Combine(Folder, HashFile);

    /// <summary>The sources, <c>name.cu</c>, by name.</summary>
    public IEnumerable<string> Sources => Names("", "*.cu");

    /// <summary>What sources include, <c>common/name.cuh</c>, by name.</summary>
    public IEnumerable<string> Headers => Names("common", "*.cuh");

    /// <summary>The compiled files, <c>ptx/name.ptx</c>, by name.</summary>
    public IEnumerable<string> Compiled => Names("ptx", "*.ptx");

    /// <summary>The folder of kernels at or above a place, or null.</summary>
    public static KernelSources? Find(string start)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "kernels", "common"))) return new(Path.Combine(at.FullName, "kernels"));
        return null;
    }

    /// <summary>The folder's own files, without those below it.</summary>
    public static KernelSources At(string folder) => new(folder);

    /// <summary>A file's text.</summary>
    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n");

    /// <summary>Where the PTX of a source stands: <c>ptx/name.ptx</c>.</summary>
    public static string CompiledName(string source) => $"ptx/{Path.GetFileNameWithoutExtension(source)}.ptx";

    /// <summary>The list of hashes of everything as it is now: a line each, hash and name, as <c>sha256sum</c> writes them.</summary>
    public string Hashes() => string.Concat(((string[])[.. Sources, .. Headers, .. Compiled]).Select(
        name => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Read(name))))}  {name}\n"));

    private IEnumerable<string> Names(string below, string pattern)
    {
        string folder = Path.Combine(Folder, below);
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder, pattern).Select(file => below.Length == 0 ? Path.GetFileName(file) : $"{below}/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal);
    }
}
