using System.Security.Cryptography;
using System.Text;

namespace DeepSharp.Tests.Cuda;

/// <summary>
/// Compiles and links the emulation. What was built stays in the temporary folder under the hash of all it depends on, so only what changed is compiled.
/// </summary>
internal sealed class EmulationBuild(HostCompiler compiler, string native, string[] kernelFolders)
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(14);

    private readonly string _cache = Path.Combine(Path.GetTempPath(), $"deepsharp-emulation-{Environment.UserName}");

    /// <summary>The folder with the finished libraries.</summary>
    /// <exception cref="InvalidOperationException">A source does not compile, or two kernels have one name.</exception>
    public string Build()
    {
        var libraries = EmulationLibrary.All(native, kernelFolders);
        Directory.CreateDirectory(Path.Combine(_cache, "objects"));
        var objects = new Dictionary<EmulationSource, string>();
        string own = HashOf(Headers(native, "*.h"));
        string kernels = HashOf([.. Headers(Path.Combine(native, "language"), "*.h"), .. kernelFolders.SelectMany(folder => Headers(folder, "*.cuh"))]);
        foreach (var source in libraries.SelectMany(library => library.Sources))
            objects[source] = Path.Combine(_cache, "objects",
                Hash([compiler.Version, source.IsKernels ? kernels : own, .. source.Flags, Path.GetFileName(source.Path), File.ReadAllText(source.Path)]) + ".o");
        string folder = Path.Combine(_cache, Hash([.. libraries.SelectMany(library => library.Sources.Select(source => library.Name + objects[source]))]));
        if (!Directory.Exists(folder))
        {
            // The longest first, so that none is left alone at the end.
            Parallel.ForEach(objects.DistinctBy(o => o.Value).OrderByDescending(o => new FileInfo(o.Key.Path).Length), item => Compile(item.Key, item.Value));
            Link(libraries, objects, folder);
        }
        foreach (string file in objects.Values) if (File.Exists(file)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow);
        Forget();
        return folder;
    }

    private void Compile(EmulationSource source, string target)
    {
        if (File.Exists(target)) return;
        string text = source.Text(compiler), unfinished = $"{target}.{Environment.ProcessId}", generated = unfinished + ".cpp";
        File.WriteAllText(generated, text);
        string origin = Path.GetDirectoryName(source.Path)!;
        compiler.Run([.. source.Flags, "-I" + origin, .. source.Includes.Select(i => "-I" + i), "-c", generated, "-o", unfinished]);
        File.Delete(generated);
        // Under its final name a file is complete, also where two processes build at once.
        File.Move(unfinished, target, overwrite: true);
    }

    private void Link(IReadOnlyList<EmulationLibrary> libraries, Dictionary<EmulationSource, string> objects, string folder)
    {
        string unfinished = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(unfinished);
        foreach (var library in libraries)
        {
            string list = Path.Combine(unfinished, library.Name + ".objects");
            File.WriteAllLines(list, library.Sources.Select(source => objects[source]));
            string[] driver = library.UsesDriver ? ["-Wl,-rpath,$ORIGIN", Path.Combine(unfinished, libraries[0].Name)] : [];
            compiler.Run([
                "-shared", "-Wl,-z,defs", "-Wl,--exclude-libs,ALL", "-Wl,-soname," + library.Name, "-static-libstdc++", "-static-libgcc",
                "-o", Path.Combine(unfinished, library.Name), "@" + list, .. driver]);
        }
        try
        {
            Directory.Move(unfinished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(unfinished, recursive: true);    // another process was faster
        }
    }

    /// <summary>Removes what no build has used for long.</summary>
    private void Forget()
    {
        bool IsOld(FileSystemInfo file) => DateTime.UtcNow - file.LastWriteTimeUtc > s_kept;
        foreach (var old in new DirectoryInfo(_cache).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Where(IsOld).ToArray())
        {
            if (old is DirectoryInfo folder && old.Name != "objects" && folder.Exists) folder.Delete(recursive: true);
            else if (old is FileInfo && old.Extension == ".o") old.Delete();
        }
    }

    private static IEnumerable<string> Headers(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string HashOf(IEnumerable<string> files) => Hash([.. files.Select(file => Path.GetFileName(file) + '\n' + File.ReadAllText(file))]);

    private static string Hash(IReadOnlyList<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..32];
}
