using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>Loads the native libraries the bindings name, and remembers every path that was tried.</summary>
/// <remarks>A process loads each library once; what was found stays.</remarks>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, LoadedLibrary> s_loaded = new();

    /// <summary>A folder looked in before all others; for tests. What was not found before is looked for again.</summary>
    internal static string? FirstFolder
    {
        get;
        set
        {
            field = value;
            foreach (var (key, library) in s_loaded)
                if (library.Handle == 0) s_loaded.TryRemove(key, out _);
        }
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The resolver must stand before the first native call.")]
    internal static void Install() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, static (name, _, _) =>
            NativeLibraryName.All.FirstOrDefault(n => n.Key == name) is { } library ? Load(library).Require() : 0);

    /// <summary>Loads a library; the result says where it was found or where it was looked for.</summary>
    public static LoadedLibrary Load(NativeLibraryName name) => s_loaded.GetOrAdd(name.Key, static (_, n) => Find(n), name);

    private static LoadedLibrary Find(NativeLibraryName name)
    {
        if (name.Key == NativeLibraryName.Dnn.Key || name.Key == NativeLibraryName.BlasLt.Key) Load(NativeLibraryName.Blas);
        var tried = new List<string>();
        foreach (string candidate in name.Candidates(Setting, Folders, Suits(name)).Distinct())
        {
            tried.Add(candidate);
            // A path that is not there needs no loading to know it.
            if (Path.IsPathRooted(candidate) && !File.Exists(candidate)) continue;
            PreloadParts(candidate);
            if (NativeLibrary.TryLoad(candidate, out nint handle)) return new(name, handle, candidate, tried);
        }
        return new(name, 0, null, tried);
    }

    /// <summary>cuBLAS of a later CUDA than the driver's does not start, and its other half must be of its own version.</summary>
    private static unsafe Func<int, bool>? Suits(NativeLibraryName name)
    {
        if (name.Key == NativeLibraryName.BlasLt.Key && Load(NativeLibraryName.Blas).Path is { } path) return g => g == NativeLibraryName.Generation(path);
        int version = 0;
        if (name.Key != NativeLibraryName.Blas.Key || Load(NativeLibraryName.Driver).Handle == 0 || DriverApi.cuDriverGetVersion(&version) != 0) return null;
        int newest = version / 1000;
        return g => g <= newest;
    }

    /// <summary>
    /// Libraries found by full path ask the system for their parts by bare name, and cuDNN ends the process where it does not find them:
    /// the parts beside it are loaded first.
    /// </summary>
    private static void PreloadParts(string path)
    {
        if (!Path.IsPathRooted(path) || Path.GetDirectoryName(path) is not { } folder) return;
        string stem = Path.GetFileName(path);
        string[] patterns = stem.Contains("cublas", StringComparison.Ordinal) ? ["*cublasLt*"]
            : stem.Contains("cudnn", StringComparison.Ordinal) ? ["*cudnn_graph*", "*cudnn_ops*", "*cudnn_cnn*", "*cudnn_adv*", "*cudnn_engines*", "*cudnn_heuristic*"]
            : [];
        string version = stem.Contains(".so.", StringComparison.Ordinal) ? stem[stem.IndexOf(".so.", StringComparison.Ordinal)..] : ".dll";
        foreach (string pattern in patterns)
            foreach (string part in Directory.EnumerateFiles(folder, pattern).Where(f => f.EndsWith(version, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
                NativeLibrary.TryLoad(part, out _);
    }

    private static string? Setting(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        return name == "DEEPSHARP_CUDA_PATH" && FirstFolder is { } first ? $"{first}{Path.PathSeparator}{value}" : value;
    }

    private static IEnumerable<string> Folders(string parent, string pattern) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, pattern).OrderDescending(StringComparer.Ordinal) : [];
}

/// <summary>What came of looking for a library.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Handle">The loaded library, or 0.</param>
/// <param name="Path">Under which path it was found; null where it was not.</param>
/// <param name="Tried">Every path tried, in order.</param>
internal sealed record LoadedLibrary(NativeLibraryName Name, nint Handle, string? Path, IReadOnlyList<string> Tried)
{
    /// <summary>The handle.</summary>
    /// <exception cref="CudaException">The library was not found.</exception>
    public nint Require() => Handle != 0 ? Handle : throw new CudaException(
        $"The native library {Name} was not found. {Name.Remedy} Tried: {string.Join(", ", Tried)}.");
}
