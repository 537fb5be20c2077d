using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Cuda;

/// <summary>One source of the emulation: a C++ file of its own, or a kernel file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Flags">How it is compiled.</param>
/// <param name="Includes">Folders of headers.</param>
internal sealed partial record EmulationSource(string Path, string[] Flags, string[] Includes)
{
    /// <summary>Whether it is a kernel file, compiled as part of a generated one.</summary>
    public bool IsKernels => Path.EndsWith(".cu", StringComparison.Ordinal);

    [GeneratedRegex(@"extern\s+""C""\s+DS_ENTRY\s+void\s+(?:__launch_bounds__\s*\([^)]*\)\s*)?(?<name>\w+)\s*\(")]
    private static partial Regex Entry();

    [GeneratedRegex(@"extern\s+""C""\s+DS_FUNCTION\s+(?:__noinline__\s+|__forceinline__\s+)?double\s+(?<name>\w+)\s*\(")]
    private static partial Regex Function();

    /// <summary>
    /// The text handed to the compiler. Around a kernel file that is the device language before it, and behind it the registration of each entry and of each
    /// scalar function that PTX may call; their names are those the preprocessor leaves, so entries made by macros count.
    /// </summary>
    public string Text(HostCompiler compiler)
    {
        if (!IsKernels) return File.ReadAllText(Path);
        string expanded = compiler.Run(
            ["-E", "-P", "-x", "c++", "-D__global__=DS_ENTRY", "-D__device__=DS_FUNCTION", "-DDEEPSHARP_HOST_EMULATION=1", .. Includes.Select(i => "-I" + i),
                Path]);
        return $"""
            #include "language/device_language.h"
            namespace
            {"{"}
            #include "{Path}"
            {"}"}
            {string.Join('\n', Names(Entry(), expanded).Select(entry => $"DS_REGISTER({entry})"))}
            {string.Join('\n', Names(Function(), expanded).Select(function => $"DS_REGISTER_FUNCTION({function})"))}

            """;
    }

    // A function may be declared before it is defined.
    private static IEnumerable<string> Names(Regex pattern, string text) => pattern.Matches(text).Select(m => m.Groups["name"].Value).Distinct();
}
