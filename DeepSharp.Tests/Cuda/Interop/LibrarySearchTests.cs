using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Where native libraries are looked for, and what is said when they are not there.</summary>
public sealed class LibrarySearchTests
{
    private static readonly Func<string, string, IEnumerable<string>> s_noFolders = (_, _) => [];

    [Test]
    public void Candidates_NamedFolder_ComesFirst()
    {
        string[] paths = [.. NativeLibraryName.Blas.Candidates(name => name == "DEEPSHARP_CUDA_PATH" ? $"/own{Path.PathSeparator}/other" : null, s_noFolders)];
        string[] names = NativeLibraryName.Blas.Names;
        Assert.That(paths.Take(names.Length), Is.EqualTo(names.Select(n => Path.Combine("/own", n))));
        Assert.That(paths.Skip(names.Length).Take(names.Length), Is.EqualTo(names.Select(n => Path.Combine("/other", n))));
        Assert.That(paths.Skip(2 * names.Length).Take(names.Length), Is.EqualTo(names), "then the system's own search");
    }

    [Test]
    public void Candidates_ToolkitAndPip_AreLookedIn()
    {
        string[] paths = [.. NativeLibraryName.Dnn.Candidates(
            name => name switch { "CUDA_PATH" => "/toolkit", "VIRTUAL_ENV" => "/venv", _ => null },
            (parent, _) => parent == Path.Combine("/venv", "lib") ? ["/venv/lib/python3.12"] : [])];
        Assert.That(paths, Has.Some.StartsWith(Path.Combine("/toolkit", OperatingSystem.IsWindows() ? "bin" : "lib64")));
        string leaf = OperatingSystem.IsWindows() ? "bin" : "lib";
        Assert.That(paths, Has.Member(Path.Combine("/venv/lib/python3.12", "site-packages", "nvidia", "cudnn", leaf, NativeLibraryName.Dnn.Names[0])));
        Assert.That(paths, Has.Member(Path.Combine("/venv/lib/python3.12", "site-packages", "nvidia", "cu13", leaf, NativeLibraryName.Dnn.Names[0])));
    }

    [Test]
    public void Candidates_Driver_AreTheSystemsAndTheFoldersOfContainers()
    {
        string[] paths = [.. NativeLibraryName.Driver.Candidates(name => name == "CUDA_PATH" ? "/toolkit" : null, s_noFolders)];
        Assert.That(paths.Take(NativeLibraryName.Driver.Names.Length), Is.EqualTo(NativeLibraryName.Driver.Names));
        Assert.That(paths, Has.None.Contains("toolkit"));
        if (!OperatingSystem.IsWindows()) Assert.That(paths, Has.Member("/usr/lib/wsl/lib/libcuda.so.1").And.Member("/usr/local/nvidia/lib64/libcuda.so.1"));
    }

    [Test]
    public void Candidates_PythonOnThePath_IsLookedInto()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Environments have other folders there.");
        string[] paths = [.. NativeLibraryName.Blas.Candidates(
            name => name == "PATH" ? "/opt/torch/.venv/bin:/sbin" : null,
            (parent, _) => parent == "/opt/torch/.venv/lib" ? ["/opt/torch/.venv/lib/python3.12"] : [])];
        Assert.That(paths, Has.Member("/opt/torch/.venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublas.so.13"));
    }

    [Test]
    public void Candidates_OfALaterCudaThanTheDrivers_AreLeftOut()
    {
        string[] paths = [.. NativeLibraryName.Blas.Candidates(_ => null, s_noFolders, generation => generation <= 12)];
        Assert.That(paths.Select(NativeLibraryName.Generation).Distinct(), Is.EqualTo(new[] { 12, 11 }));
    }

    [Test]
    public void Names_NewestFirst()
    {
        Assert.That(NativeLibraryName.Blas.Linux, Is.EqualTo(new[] { "libcublas.so.13", "libcublas.so.12", "libcublas.so.11" }));
        Assert.That(NativeLibraryName.Dnn.Windows, Is.EqualTo(new[] { "cudnn64_9.dll", "cudnn64_8.dll" }));
    }

    [Test]
    public void Require_NotFound_TellsRemedyAndEveryPath()
    {
        var missing = new LoadedLibrary(NativeLibraryName.Blas, 0, null, ["/a/libcublas.so.13", "libcublas.so.12"]);
        Assert.That(missing.Require, Throws.TypeOf<CudaException>().With.Message.Contains("The native library cublas")
            .And.Message.Contains("DEEPSHARP_CUDA_PATH").And.Message.EndsWith("Tried: /a/libcublas.so.13, libcublas.so.12."));
    }
}
