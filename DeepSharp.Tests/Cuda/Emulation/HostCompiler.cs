using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Cuda;

/// <summary>The C++ compiler the emulation is built with: g++, or what <c>CXX</c> names.</summary>
internal sealed partial class HostCompiler
{
    private HostCompiler(string command, string version) => (Command, Version) = (command, version);

    [GeneratedRegex(@"(\d+)\.\d+\.\d+")]
    private static partial Regex Number();

    /// <summary>The program's name or path.</summary>
    public string Command { get; }

    /// <summary>The first line it says about itself.</summary>
    public string Version { get; }

    /// <summary>Finds the compiler; null with the reason where the emulation cannot be built.</summary>
    public static HostCompiler? Find(out string reason)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            reason = $"The emulation of a GPU needs linux-x64; this is {RuntimeInformation.RuntimeIdentifier}.";
            return null;
        }
        string command = Environment.GetEnvironmentVariable("CXX") is { Length: > 0 } named ? named : "g++";
        try
        {
            var (exitCode, output) = Start(command, ["--version"]);
            string version = output.Split('\n')[0].Trim();
            reason = exitCode == 0 ? "" : $"'{command} --version' ended with {exitCode}: {output}";
            // Older ones have no 16-bit floats, and other compilers no outlined address checks.
            bool isNew = Number().Match(version) is { Success: true } found && int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) >= 12;
            if (exitCode == 0 && (!isNew || version.Contains("clang", StringComparison.OrdinalIgnoreCase)))
                reason = $"The emulation of a GPU is compiled by GNU C++, version 12 or newer; '{command}' is '{version}'. Name such a compiler in CXX.";
            return reason.Length == 0 ? new(command, version) : null;
        }
        catch (Win32Exception e)
        {
            reason = $"The emulation of a GPU is compiled by g++, and '{command}' cannot be started ({e.Message}). "
                + "Install it (apt-get install g++), or name it in CXX.";
            return null;
        }
    }

    /// <summary>Runs the compiler and returns what it prints.</summary>
    /// <exception cref="InvalidOperationException">It refused; the message holds its own.</exception>
    public string Run(params IEnumerable<string> arguments)
    {
        string[] all = [.. arguments];
        var (exitCode, output) = Start(Command, all);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{Command} {string.Join(' ', all)} ended with {exitCode}:\n{output}");
    }

    private static (int ExitCode, string Output) Start(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Messages in one language, so that they can be read alike everywhere.
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
