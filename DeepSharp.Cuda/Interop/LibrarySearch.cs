using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>Where a native library may lie: its names by version and operating system, in the folders people have it in.</summary>
/// <param name="Key">The name the bindings use.</param>
/// <param name="Linux">Names on Linux, best first.</param>
/// <param name="Windows">Names on Windows, best first.</param>
/// <param name="Package">Its folder among those pip installs below <c>nvidia/</c>; null where pip has none.</param>
/// <param name="Remedy">What to install when it is not there.</param>
internal sealed record NativeLibraryName(string Key, string[] Linux, string[] Windows, string? Package, string Remedy)
{
    public static readonly NativeLibraryName Driver = new(
        "cuda", ["libcuda.so.1", "libcuda.so"], ["nvcuda.dll"], null,
        "Install the NVIDIA display driver, version 520 or newer; the CUDA toolkit is not needed.");

    public static readonly NativeLibraryName Blas = new(
        "cublas", ["libcublas.so.13", "libcublas.so.12", "libcublas.so.11"], ["cublas64_13.dll", "cublas64_12.dll", "cublas64_11.dll"], "cublas",
        "Install the CUDA toolkit, or 'pip install nvidia-cublas-cu12', or name the library's folder in DEEPSHARP_CUDA_PATH.");

    public static readonly NativeLibraryName BlasLt = new(
        "cublasLt", ["libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so.11"], ["cublasLt64_13.dll", "cublasLt64_12.dll", "cublasLt64_11.dll"], "cublas",
        "It comes with cuBLAS; without it what follows a matrix product is a launch of its own.");

    public static readonly NativeLibraryName Dnn = new(
        "cudnn", ["libcudnn.so.9", "libcudnn.so.8"], ["cudnn64_9.dll", "cudnn64_8.dll"], "cudnn",
        "Install cuDNN 8 or 9, or 'pip install nvidia-cudnn-cu12', or name the library's folder in DEEPSHARP_CUDA_PATH.");

    public static IReadOnlyList<NativeLibraryName> All => [Driver, Blas, BlasLt, Dnn];

    /// <summary>The names on this operating system.</summary>
    public string[] Names => OperatingSystem.IsWindows() ? Windows : Linux;

    /// <summary>Every path to try, in order: folders named explicitly, the system's own search, toolkit and pip folders.</summary>
    /// <param name="setting">Gives an environment variable.</param>
    /// <param name="listFolders">Gives the folders that match a pattern below a folder that may not exist.</param>
    /// <param name="suits">Whether a library of a generation of CUDA works here; all do if not given.</param>
    public IEnumerable<string> Candidates(
        Func<string, string?> setting, Func<string, string, IEnumerable<string>> listFolders, Func<int, bool>? suits = null)
    {
        string[] names = suits is null ? Names : [.. Names.Where(name => suits(Generation(name)))];
        IEnumerable<string> folders = Package is null ? DriverFolders : ToolkitFolders(setting).Concat(PipFolders(setting, listFolders));
        foreach (string folder in Explicit(setting))
            foreach (string name in names) yield return Path.Combine(folder, name);
        foreach (string name in names) yield return name;
        foreach (string folder in folders)
            foreach (string name in names) yield return Path.Combine(folder, name);
    }

    /// <summary>The number in a name such as <c>libcublas.so.12</c> or <c>cublas64_12.dll</c>.</summary>
    public static int Generation(string name) => int.Parse(name.Split('.', '_').Last(part => part.All(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    /// <summary>Where containers and Windows' Linux have the driver without telling the loader.</summary>
    private static string[] DriverFolders => OperatingSystem.IsWindows() ? []
        : ["/usr/lib/wsl/lib", "/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/run/opengl-driver/lib"];

    private static IEnumerable<string> Explicit(Func<string, string?> setting) =>
        (setting("DEEPSHARP_CUDA_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> ToolkitFolders(Func<string, string?> setting)
    {
        string?[] roots = OperatingSystem.IsWindows()
            ? [setting("CUDA_PATH"), setting("CUDNN_PATH")]
            : [setting("CUDA_PATH"), setting("CUDA_HOME"), setting("CUDNN_PATH"), "/usr/local/cuda", "/opt/cuda"];
        string[] below = OperatingSystem.IsWindows() ? ["bin/x64", "bin"] : ["lib64", "lib", "targets/x86_64-linux/lib"];
        foreach (string? root in roots)
            if (!string.IsNullOrEmpty(root))
                foreach (string part in below) yield return Path.Combine(root, part);
        if (setting("CONDA_PREFIX") is { Length: > 0 } conda)
            yield return OperatingSystem.IsWindows() ? Path.Combine(conda, "Library", "bin") : Path.Combine(conda, "lib");
    }

    /// <summary>
    /// pip puts the libraries below <c>site-packages/nvidia</c>: those of CUDA 13 together, older ones a folder each. On Windows PyTorch brings its own.
    /// </summary>
    private IEnumerable<string> PipFolders(Func<string, string?> setting, Func<string, string, IEnumerable<string>> listFolders)
    {
        string leaf = OperatingSystem.IsWindows() ? "bin" : "lib";
        foreach (string site in SitePackages(setting, listFolders))
        {
            string nvidia = Path.Combine(site, "nvidia");
            yield return Path.Combine(nvidia, "cu13", leaf);
            if (OperatingSystem.IsWindows()) yield return Path.Combine(nvidia, "cu13", "bin", "x86_64");
            yield return Path.Combine(nvidia, Package!, leaf);
            yield return Path.Combine(site, "torch", "lib");
        }
    }

    private static IEnumerable<string> SitePackages(Func<string, string?> setting, Func<string, string, IEnumerable<string>> listFolders)
    {
        foreach (string variable in new[] { "VIRTUAL_ENV", "CONDA_PREFIX" })
        {
            if (setting(variable) is not { Length: > 0 } root) continue;
            yield return Path.Combine(root, "Lib", "site-packages");
            foreach (string python in listFolders(Path.Combine(root, "lib"), "python3*")) yield return Path.Combine(python, "site-packages");
        }
        // The environment of the Python that a command line would start.
        foreach (string folder in (setting("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (OperatingSystem.IsWindows()) yield return Path.Combine(folder, "Lib", "site-packages");
            else if (Path.GetFileName(folder) == "bin" && Path.GetDirectoryName(folder) is { } root)
                foreach (string python in listFolders(Path.Combine(root, "lib"), "python3*"))
                {
                    yield return Path.Combine(python, "site-packages");
                    yield return Path.Combine(python, "dist-packages");
                }
        }
        if (OperatingSystem.IsWindows()) yield break;
        string home = setting("HOME") ?? "";
        foreach (string root in new[] { Path.Combine(home, ".local", "lib"), "/usr/local/lib", "/usr/lib" })
            foreach (string python in listFolders(root, "python3*"))
            {
                yield return Path.Combine(python, "site-packages");
                yield return Path.Combine(python, "dist-packages");
            }
    }

    /// <summary>What is needed, for messages.</summary>
    public override string ToString() => $"{Key} ({string.Join(", ", Names)}; {RuntimeInformation.RuntimeIdentifier})";
}
