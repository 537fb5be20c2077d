using System.Runtime.InteropServices;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary><c>widths [--only NAME] [--threads N] [--rounds N]</c>: the rows of <c>step</c> at each width of the vector registers.</summary>
/// <remarks>
/// Each width runs in a process of its own, in which .NET's switches turn wider instructions off. There are such switches for x64 alone.
/// </remarks>
internal static class WidthsCommand
{
    private static readonly (string Name, string Value)[][] s_switches =
        [[], [("DOTNET_EnableAVX512", "0")], [("DOTNET_EnableAVX2", "0")], [("DOTNET_EnableHWIntrinsic", "0")]];

    public static int Run(StepOptions options)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Console.WriteLine($"The switches are those of x64, but this is {RuntimeInformation.ProcessArchitecture}.");
            return 0;
        }
        string[] threads = options.Threads is { } t ? ["--threads", $"{t}"] : [];
        string[] arguments = ["step", "--json", "--rounds", $"{options.Rounds ?? 3}", .. threads, .. options.OnlyArguments];
        // A width that the processor lacks falls together with the next narrower one.
        var runs = s_switches.Select(s => Children.Again(arguments, s)).DistinctBy(r => (int)r["peak"]!["width"]!).ToList();
        RatioTable.Head(runs.Select(Width), "slower by");
        foreach (string name in StepRun.Names.Where(n => runs[0].ContainsKey(n)))
            RatioTable.Row(name, [.. runs.Select(r => (double)r[name]!["ms"]!)], (widest, narrow) => narrow / widest);
        return 0;
    }

    private static string Width(JObject run) => (int)run["peak"]!["width"]! is var bits and > 0 ? $"{bits} bits" : "scalar";
}
