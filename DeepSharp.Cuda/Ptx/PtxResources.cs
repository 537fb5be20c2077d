using System.IO.Compression;

namespace DeepSharp.Gpu;

/// <summary>The PTX texts embedded in this assembly as one archive: the compiled form of the sources in <c>kernels/</c>.</summary>
internal static class PtxResources
{
    /// <summary>The names, without ending.</summary>
    public static IEnumerable<string> Names
    {
        get
        {
            using var archive = Open();
            return [.. archive.Entries.Select(e => Path.GetFileNameWithoutExtension(e.Name))];
        }
    }

    /// <summary>The text of one.</summary>
    /// <exception cref="CudaException">There is none of this name.</exception>
    public static string Read(string name)
    {
        using var archive = Open();
        var entry = archive.GetEntry($"{name}.ptx")
            ?? throw new CudaException($"There are no kernels '{name}'{KnownNames.Instead(name, Names)}. Add kernels/{name}.cu and build its PTX with tools/PtxBuild.");
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private static ZipArchive Open() => new(typeof(PtxResources).Assembly.GetManifestResourceStream("ptx.zip")!);
}
