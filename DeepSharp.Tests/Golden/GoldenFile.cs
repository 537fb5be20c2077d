using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

/// <summary>Expected values made by other implementations: one JSON file a topic, written by <c>tools/golden/make_golden.py</c>.</summary>
/// <example><c>foreach (var golden in GoldenFile.Load("conv")) Check(golden.Array("x"), golden.Array("y"));</c></example>
public static class GoldenFile
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The topics there are, sorted.</summary>
    public static IReadOnlyList<string> Topics =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).ToArray();

    /// <summary>All cases of a topic.</summary>
    /// <param name="topic">The file name without its ending, such as <c>conv</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such topic; the message lists those there are.</exception>
    public static IReadOnlyList<GoldenCase> Load(string topic)
    {
        var path = Path.Combine(Folder, topic + ".json");
        if (!File.Exists(path))
            throw new FileNotFoundException($"no golden file for '{topic}'; there are {string.Join(", ", Topics)}", path);
        using var reader = new JsonTextReader(File.OpenText(path)) { Culture = CultureInfo.InvariantCulture };
        return JObject.Load(reader)["cases"]!.Select(json => new GoldenCase(topic + ".json", (JObject)json)).ToArray();
    }

    /// <summary>The cases of a topic whose attribute <c>op</c> (or <c>class</c>) is the given one.</summary>
    /// <exception cref="ArgumentException">No case has it; the message lists those there are.</exception>
    public static IReadOnlyList<GoldenCase> Load(string topic, string op)
    {
        var all = Load(topic);
        var cases = all.Where(golden => OpOf(golden) == op).ToArray();
        return cases.Length > 0
            ? cases
            : throw new ArgumentException(
                $"{topic}.json has no case of '{op}'; it has {string.Join(", ", all.Select(OpOf).Distinct())}", nameof(op));
    }

    /// <summary>One case by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such case; the message lists those there are.</exception>
    public static GoldenCase Case(string topic, string name)
    {
        var all = Load(topic);
        return all.FirstOrDefault(golden => golden.Name == name)
            ?? throw new KeyNotFoundException($"{topic}.json has no case '{name}'; it has {string.Join(", ", all)}");
    }

    private static string? OpOf(GoldenCase golden) => (string?)(golden.Attributes["op"] ?? golden.Attributes["class"]);
}
