using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

public partial class Model
{
    /// <inheritdoc/>
    internal override bool TakesList => Inputs.Count > 1 || base.TakesList;

    /// <summary>The architecture and how the model is compiled, as Keras writes them; no weights.</summary>
    /// <param name="indented">Whether each entry goes on a line of its own.</param>
    /// <returns>JSON text.</returns>
    /// <exception cref="DeepSharpException">The model or a layer in it is of a class that cannot be rebuilt from a file.</exception>
    /// <exception cref="NotSupportedException">A setting has a type that files cannot hold.</exception>
    public string ToJson(bool indented = false)
    {
        RequireReadable(this);
        return KerasJson.Print(KerasJson.Write(this), indented);
    }

    /// <summary>Rebuilds a model with new weights.</summary>
    /// <param name="json">What <see cref="ToJson"/> or Keras' <c>to_json</c> wrote; that of Keras 1 and 2 is understood, too.</param>
    /// <param name="compile">Whether optimizer, losses and metrics are restored where the text has them.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ConfigException">A class or key is unknown, a required key is missing, or a value does not fit.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static Model FromJson(string json, bool compile = true)
        => FromJson(KerasJson.Parse(json), compile);

    /// <summary>Rebuilds a model with new weights; the JSON may be changed.</summary>
    internal static Model FromJson(JToken parsed, bool compile)
    {
        if (LegacyConfig.IsLegacy(parsed)) LegacyConfig.Upgrade((JObject)parsed);
        ChannelsFirst.Upgrade(parsed);
        if (!compile && parsed is JContainer tree)
            foreach (var property in tree.DescendantsAndSelf().OfType<JProperty>().Where(p => p.Name == "compile_config").ToList()) property.Remove();
        return KerasJson.Read<Model>(parsed);
    }

    /// <inheritdoc/>
    internal override IEnumerable<ConfigEntry> Envelope()
    {
        var entries = base.Envelope().ToList();
        // Models inside a model lose how they were compiled: training is the outer model's.
        if (IsCompiled && SharedLayers.IsRoot(this))
            entries.Insert(entries.FindIndex(e => e.Key == "build_config") + 1, new("compile_config", CompileConfig.Write(this)));
        return entries;
    }

    /// <summary>Takes over name, trainable and dtype.</summary>
    internal void ReadSettings(ConfigReader reader) => ReadBaseConfig(reader);

    /// <summary>Whether the model could be rebuilt from its JSON.</summary>
    internal bool IsReadable => AllReadable(this);

    private static bool AllReadable(Layer layer) => (ConfigRegistry.Find(layer) is not null || IsPart(layer)) && layer.Sublayers.All(AllReadable);

    /// <summary>Whether a layer is a part of another one that its settings rebuild.</summary>
    private static bool IsPart(Layer layer) => layer.GetType() is { IsVisible: false } type && type.Assembly == typeof(Layer).Assembly;

    private static void RequireReadable(Layer layer)
    {
        if (ConfigRegistry.Find(layer) is null && !IsPart(layer))
            throw new DeepSharpException($"{layer.Title} cannot be saved, since its class {layer.GetType().Name} could not be rebuilt from the file. "
                + "Make the class partial and mark it with [Layer], or save only the weights with SaveWeights.");
        foreach (var inner in layer.Sublayers) RequireReadable(inner);
    }
}
