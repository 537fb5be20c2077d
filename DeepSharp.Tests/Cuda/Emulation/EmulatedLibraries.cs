using DeepSharp.PtxBuild;

namespace DeepSharp.Tests.Cuda;

/// <summary>The emulation's libraries as this process uses them: built once, when the first test asks.</summary>
internal static class EmulatedLibraries
{
    private static readonly Lazy<(string? Folder, string Reason)> s_built = new(Build);

    /// <summary>The folder with the libraries; null, with the reason, where they cannot be built.</summary>
    public static string? Folder(out string reason)
    {
        (string? folder, reason) = s_built.Value;
        return folder;
    }

    private static (string?, string) Build()
    {
        if (KernelSources.Find(AppContext.BaseDirectory) is not { } kernels)
            return (null, "There is no folder of kernels above the tests: the emulation of a GPU is built from the repository's sources.");
        if (HostCompiler.Find(out string reason) is not { } compiler) return (null, reason);
        string emulation = Path.Combine(Path.GetDirectoryName(kernels.Folder)!, "DeepSharp.Tests", "Cuda", "Emulation");
        return (new EmulationBuild(compiler, Path.Combine(emulation, "native"), [kernels.Folder, Path.Combine(emulation, "planted")]).Build(), "");
    }
}
