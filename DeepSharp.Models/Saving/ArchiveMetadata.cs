using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>The entry metadata.json of a model file.</summary>
/// <param name="OptimizerVariables">The weights that the optimizer keeps state for, in the order of that state; null in files of Keras.</param>
internal sealed record ArchiveMetadata(IReadOnlyList<string>? OptimizerVariables)
{
    /// <summary>Counts up when files change so that older readers would misunderstand them.</summary>
    /// <remarks>1: weights as safetensors; 2: as HDF5 in Keras' layout.</remarks>
    public const int Format = 2;

    /// <summary>The Keras version whose spelling of configurations is written.</summary>
    private const string KerasVersion = "3.13.2";

    private static readonly string[] s_keys = ["keras_version", "date_saved", "deepsharp_version", "format", "optimizer_variables"];

    /// <summary>The version of this library.</summary>
    public static string Version => typeof(Model).Assembly.GetName().Version!.ToString(3);

    public string ToJson() => KerasJson.Print(new JObject
    {
        ["keras_version"] = KerasVersion,
        ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd'@'HH:mm:ss", CultureInfo.InvariantCulture),
        ["deepsharp_version"] = Version,
        ["format"] = Format,
        ["optimizer_variables"] = new JArray(OptimizerVariables!),
    });

    /// <exception cref="InvalidDataException">The file is of a newer format, or the entry is damaged.</exception>
    public static ArchiveMetadata Parse(string json)
    {
        var o = KerasJson.Parse(json) as JObject ?? throw new InvalidDataException("its metadata.json is no object.");
        if (o["deepsharp_version"] is null && o["format"] is null)
            return o["keras_version"] is JValue { Value: string } ? new((IReadOnlyList<string>?)null)
                : throw new InvalidDataException("its metadata.json has no 'keras_version'; it is no model file.");
        if (o["format"] is not JValue { Value: long and >= 1 and var format })
            throw new InvalidDataException("its metadata.json has no 'format', though it says that DeepSharp wrote it.");
        if ((long)format > Format)
            throw new InvalidDataException($"it has the file format {format}, written by DeepSharp {o["deepsharp_version"]}, but this is DeepSharp {Version}, which reads up to format {Format}. Use a newer DeepSharp.");
        var unknown = o.Properties().Select(p => p.Name).Except(s_keys).ToList();
        if (unknown.Count > 0)
            throw new InvalidDataException($"its metadata.json has the unknown keys {string.Join(", ", unknown.Select(k => $"'{k}'"))}; the known keys are {string.Join(", ", s_keys.Select(k => $"'{k}'"))}.");
        if (o["optimizer_variables"] is not JArray paths || paths.Any(p => p.Type != JTokenType.String))
            throw new InvalidDataException("its metadata.json must have a list of names as 'optimizer_variables'.");
        return new([.. paths.Select(p => (string)p!)]);
    }
}
