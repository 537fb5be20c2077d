namespace DeepSharp.Gpu;

/// <summary>The PTX texts embedded in this assembly: the compiled form of the sources in <c>kernels/</c>.</summary>
internal static class PtxResources
{
    /// <summary>The names, without folder and ending.</summary>
    public static IEnumerable<string> Names =>
        typeof(PtxResources).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("ptx/", StringComparison.Ordinal)).Select(n => n[4..^4]);

    /// <summary>The text of one.</summary>
    /// <exception cref="CudaException">There is none of this name.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(PtxResources).Assembly.GetManifestResourceStream($"ptx/{name}.ptx")
            ?? throw new CudaException($"There are no kernels '{name}'{KnownNames.Instead(name, Names)}. Add kernels/{name}.cu and build its PTX with tools/PtxBuild.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
