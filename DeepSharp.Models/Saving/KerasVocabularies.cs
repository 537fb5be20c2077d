using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using DeepSharp.Layers;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Vocabularies that lookup layers have learnt, in a <c>.keras</c> file: a text <c>assets/layers/string_lookup/vocabulary.txt</c> with a line for each
/// index, and for weights of tokens a dataset <c>idf_weights</c> among the layer's variables.</summary>
internal sealed partial class KerasVocabularies
{
    private const string Folder = "assets/", File = "vocabulary.txt";

    // TextVectorization has its lookup inside, which says the same once more.
    private const string Inner = "_lookup_layer/";

    private const int MaxText = 1 << 26;

    private static readonly HashSet<string> s_layers = [nameof(StringLookup), nameof(IntegerLookup), nameof(TextVectorization)];

    private readonly Dictionary<string, string[]> _lines = [];
    private readonly Dictionary<string, double[]> _weights = [];

    /// <summary>Reads the texts of an archive.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public KerasVocabularies(ZipArchive zip, IWeightStore store)
    {
        foreach (var entry in zip.Entries.Where(e => IsText(e.FullName)))
            _lines[entry.FullName[Folder.Length..^File.Length]] = Split(new UTF8Encoding(false, true).GetString(CheckedEntry.ReadAll(entry, MaxText)));
        string[] weights = [.. store.Entries.Select(e => e.Name).Where(IsWeight)];
        if (weights.Length == 0) return;
        foreach (var (name, value) in store.Read(weights)) _weights[name[..^IdfWeights.Length]] = value.ToDoubles();
    }

    /// <summary>Where the weights of a layer's tokens stand below the layer.</summary>
    public const string IdfWeights = "vars/idf_weights";

    /// <summary>Whether an entry of an archive is a vocabulary.</summary>
    public static bool IsText(string entry) => entry.StartsWith(Folder, StringComparison.Ordinal) && entry.EndsWith($"/{File}", StringComparison.Ordinal);

    /// <summary>Whether a path in a file of weights names weights of tokens.</summary>
    public static bool IsWeight(string path) => path.EndsWith($"/{IdfWeights}", StringComparison.Ordinal);

    /// <summary>The layers of a model whose vocabularies stand beside the settings.</summary>
    public static Dictionary<string, IVocabularyLayer> Learnt(Model model) => model.LayerPaths().Where(l => l.Layer is IVocabularyLayer { LearntLines: not null })
        .ToDictionary(l => l.Path, l => (IVocabularyLayer)l.Layer);

    /// <summary>Writes the texts.</summary>
    public static void Write(ZipArchive zip, Dictionary<string, IVocabularyLayer> learnt)
    {
        foreach (var (path, layer) in learnt)
        {
            using var stream = zip.CreateEntry($"{Folder}{path}{File}", CompressionLevel.NoCompression).Open();
            stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', layer.LearntLines!)));
        }
    }

    /// <summary>Puts vocabularies into the settings of the layers that have none, since the layers behind them depend on their lengths.</summary>
    /// <param name="config">A model's JSON.</param>
    public void PutInto(JToken config)
    {
        foreach (var (path, layer) in Places(config, ""))
        {
            if (layer["config"] is not JObject settings || !s_layers.Contains((string?)layer["class_name"] ?? "")) continue;
            if (settings["vocabulary"] is { Type: not JTokenType.Null }) _lines.Remove(path);
            else if (_lines.TryGetValue(path, out string[]? lines)) PutInto(settings, (string?)layer["class_name"] == nameof(IntegerLookup), lines, _weights.GetValueOrDefault(path));
        }
    }

    /// <summary>Gives the layers what they had learnt.</summary>
    /// <exception cref="InvalidDataException">A vocabulary belongs to no layer.</exception>
    public void Give(Model model)
    {
        foreach (var (path, layer) in model.LayerPaths())
            if (layer is IVocabularyLayer lookup && _lines.Remove(path, out string[]? lines))
            {
                _lines.Remove(path + Inner);
                lookup.Learn(lines, _weights.GetValueOrDefault(path));
            }
            else if (layer is IVocabularyLayer) _lines.Remove(path + Inner);
        if (_lines.Count > 0)
            throw new InvalidDataException($"its entry '{Folder}{_lines.Keys.First()}{File}' belongs to no layer of the model that looks tokens up.");
    }

    /// <summary>Rebuilds the lookup layer of a name.</summary>
    /// <exception cref="InvalidDataException">There is none, or the file holds no vocabulary of it.</exception>
    public Layer Layer(JToken config, string name)
    {
        var lookups = Places(config, "").Where(p => s_layers.Contains((string?)p.Layer["class_name"] ?? "")).ToList();
        string Name(JObject layer) => (string?)layer["config"]?["name"] ?? "";
        var (path, found) = lookups.Find(l => Name(l.Layer) == name);
        if (found is null)
            throw new InvalidDataException(lookups.Count == 0 ? "it has no layer that looks tokens up."
                : $"it has no lookup layer named '{name}'; it has {KnownNames.List(lookups.Select(l => Name(l.Layer)))}.");
        var layer = KerasJson.Read<Layer>(found);
        if (_lines.TryGetValue(path, out string[]? lines)) ((IVocabularyLayer)layer).Learn(lines, _weights.GetValueOrDefault(path));
        return layer;
    }

    private static void PutInto(JObject settings, bool isInteger, string[] lines, double[]? weights)
    {
        settings["vocabulary"] = isInteger ? new JArray(lines.Select(l => (object)VocabularyText.Integer(l))) : new JArray(lines.Cast<object>());
        if (weights is not null) settings["idf_weights"] = new JArray(weights.Take(lines.Length).Cast<object>());
    }

    /// <summary>The layers in a model's JSON with their places in Keras' files.</summary>
    private static IEnumerable<(string Path, JObject Layer)> Places(JToken? model, string prefix)
    {
        var config = (model as JObject)?["config"] as JObject;
        var counts = new Dictionary<string, int>();
        foreach (var layer in (config?["layers"] as JArray)?.OfType<JObject>() ?? [])
        {
            string stem = SnakeCase.Of((string?)(layer["class_name"] as JValue) ?? "");
            int count = counts.GetValueOrDefault(stem);
            counts[stem] = count + 1;
            string path = $"{prefix}layers/{stem}{(count == 0 ? "" : $"_{count}")}/";
            yield return (path, layer);
            foreach (var inner in Places(layer, path)) yield return inner;
        }
        if (config?["layer"] is not JObject wrapped) yield break;
        yield return ($"{prefix}layer/", wrapped);
        foreach (var inner in Places(wrapped, $"{prefix}layer/")) yield return inner;
    }

    /// <summary>The lines of a text, as Python's <c>splitlines</c> finds them; empty ones at the end do not count.</summary>
    private static string[] Split(string text)
    {
        List<string> lines = [.. LineEnd().Split(text)];
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        return [.. lines];
    }

    [GeneratedRegex($"\r\n|[{VocabularyText.LineEnds}]")]
    private static partial Regex LineEnd();
}
