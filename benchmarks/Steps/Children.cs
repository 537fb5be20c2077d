using System.Diagnostics;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary>Programs started for a measurement: this one again, or a peer.</summary>
internal static class Children
{
    public const string Python = "/usr/bin/python3", Node = "node";

    /// <summary>Where our own scripts for the peers are.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    /// <summary>How this program is started again: the program, and what stands before the arguments.</summary>
    public static (string Program, string[] Before) Self
    {
        get
        {
            string path = Environment.ProcessPath!;
            return (path, Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "benchmarks.dll")] : []);
        }
    }

    /// <summary>What this program prints as JSON when it is started again.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static JObject Again(string[] arguments, params ReadOnlySpan<(string Name, string Value)> environment) =>
        JObject.Parse(Output(Self.Program, [.. Self.Before, .. arguments], environment)
            ?? throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed in a process of its own."));

    /// <summary>What a peer prints as JSON; nothing where it cannot run.</summary>
    public static JObject Json(string program, string[] arguments) => Output(program, arguments) is { } text ? JObject.Parse(text) : [];

    /// <summary>What a program wrote, or null with a message where it cannot run.</summary>
    public static string? Output(string program, string[] arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (string argument in arguments) info.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        try
        {
            using var process = Process.Start(info)!;
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return text;
            Console.Error.WriteLine($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}; its results are left out.");
        }
        catch (System.ComponentModel.Win32Exception e) { Console.Error.WriteLine($"{program} cannot be started ({e.Message}); its results are left out."); }
        return null;
    }
}
