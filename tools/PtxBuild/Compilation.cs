using System.Text;

namespace DeepSharp.PtxBuild;

/// <summary>Compiles one source to PTX, from memory: the result depends on nothing but the texts.</summary>
internal static unsafe class Compilation
{
    /// <summary>What the driver compiles forward to every GPU from Volta on.</summary>
    private const string Architecture = "compute_70";

    /// <summary>A source asks for further options of the compiler in a line that starts so.</summary>
    private const string OptionsMark = "// nvrtc:";

    /// <summary>The PTX text.</summary>
    /// <exception cref="PtxBuildException">The source does not compile; the message is the compiler's own.</exception>
    public static string Run(KernelSources kernels, string source)
    {
        string text = kernels.Read(source);
        string[] names = [.. kernels.Headers], texts = [.. names.Select(kernels.Read)];
        string[] options = [$"--gpu-architecture={Architecture}", "--std=c++17", .. Further(text)];
        Nvrtc.Check(Nvrtc.CreateProgram(out nint program, text, source, names.Length, texts, names), "nvrtcCreateProgram");
        try
        {
            int status = Nvrtc.CompileProgram(program, options.Length, options);
            Nvrtc.Check(Nvrtc.GetLogSize(program, out nuint logSize), "nvrtcGetProgramLogSize");
            string log = Read(logSize, buffer => Nvrtc.GetLog(program, (byte*)buffer), "nvrtcGetProgramLog");
            if (status != 0 || log.Length > 0)
                throw new PtxBuildException(ExitCode.Failed, log.Length > 0 ? log : $"{source}: nvrtcCompileProgram gave {status}.");
            Nvrtc.Check(Nvrtc.GetPtxSize(program, out nuint size), "nvrtcGetPTXSize");
            return Read(size, buffer => Nvrtc.GetPtx(program, (byte*)buffer), "nvrtcGetPTX").TrimEnd('\n') + "\n";
        }
        finally
        {
            Nvrtc.Check(Nvrtc.DestroyProgram(ref program), "nvrtcDestroyProgram");
        }
    }

    private static IEnumerable<string> Further(string text) =>
        text.Split('\n').Where(line => line.StartsWith(OptionsMark, StringComparison.Ordinal))
            .SelectMany(line => line[OptionsMark.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Read(nuint size, Func<nint, int> fill, string call)
    {
        var buffer = new byte[(int)size];
        fixed (byte* p = buffer) Nvrtc.Check(fill((nint)p), call);
        return Encoding.UTF8.GetString(buffer).TrimEnd('\0', '\n', ' ');
    }
}
