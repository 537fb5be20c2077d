using System.Reflection;
using System.Runtime.InteropServices;

namespace DeepSharp.PtxBuild;

/// <summary>NVIDIA's runtime compiler, bound by name: nothing of it is shipped.</summary>
/// <remarks>Source: NVIDIA's NVRTC manual, release 11.8.</remarks>
internal static unsafe partial class Nvrtc
{
    private const string Library = "nvrtc";

    /// <summary>The one version whose output is committed: another compiler writes other text.</summary>
    public const int Major = 11, Minor = 8;

    /// <summary>The variable that names the library's file where it lies outside the loader's path.</summary>
    public const string PathVariable = "DEEPSHARP_NVRTC";

    private static readonly string[] s_names = OperatingSystem.IsWindows() ? ["nvrtc64_112_0.dll"] : ["libnvrtc.so.11.2"];

    /// <summary>Loads the library and checks its version.</summary>
    /// <exception cref="PtxBuildException">It is missing, or another version.</exception>
    public static void Load()
    {
        string? given = Environment.GetEnvironmentVariable(PathVariable);
        string[] names = given is null ? s_names : [given];
        nint handle = 0;
        if (!names.Any(name => NativeLibrary.TryLoad(name, out handle)))
            throw new PtxBuildException(ExitCode.NoCompiler, $"NVRTC was not found; tried {string.Join(", ", names)}. On Debian install libnvrtc11.2 and "
                + $"libnvrtc-builtins11.8 (component non-free), or name the library's file in {PathVariable}.");
        NativeLibrary.SetDllImportResolver(typeof(Nvrtc).Assembly, (name, _, _) => name == Library ? handle : 0);
        Check(Version(out int major, out int minor), "nvrtcVersion");
        if ((major, minor) != (Major, Minor))
            throw new PtxBuildException(ExitCode.OtherCompiler,
                $"NVRTC {Major}.{Minor} is needed but {major}.{minor} was found: another version writes other PTX. "
                + $"Install {Major}.{Minor}, or name it in {PathVariable}.");
    }

    /// <summary>Throws the library's own text for a status other than success.</summary>
    public static void Check(int status, string call)
    {
        if (status != 0) throw new PtxBuildException(ExitCode.Failed, $"{call} gave {status}, {Marshal.PtrToStringUTF8(GetErrorString(status))}.");
    }

    [LibraryImport(Library, EntryPoint = "nvrtcGetErrorString")]
    private static partial nint GetErrorString(int status);

    [LibraryImport(Library, EntryPoint = "nvrtcVersion")]
    private static partial int Version(out int major, out int minor);

    [LibraryImport(Library, EntryPoint = "nvrtcCreateProgram", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateProgram(out nint program, string source, string name, int headers, string[] texts, string[] includeNames);

    [LibraryImport(Library, EntryPoint = "nvrtcDestroyProgram")]
    public static partial int DestroyProgram(ref nint program);

    [LibraryImport(Library, EntryPoint = "nvrtcCompileProgram", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CompileProgram(nint program, int count, string[] options);

    [LibraryImport(Library, EntryPoint = "nvrtcGetPTXSize")]
    public static partial int GetPtxSize(nint program, out nuint size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetPTX")]
    public static partial int GetPtx(nint program, byte* text);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLogSize")]
    public static partial int GetLogSize(nint program, out nuint size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLog")]
    public static partial int GetLog(nint program, byte* text);
}
