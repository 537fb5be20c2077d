using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace DeepSharp.TensorFlowJs;

/// <summary>The layers format of TensorFlow.js: <c>model.json</c> with the architecture and a list of the weights, which lie in files
/// beside it.</summary>
/// <remarks>Facts: https://www.tensorflow.org/js/guide/save_load, and @tensorflow/tfjs 4.22.</remarks>
internal static partial class TensorFlowJsFile
{
    /// <summary>The name of the file.</summary>
    public const string Name = "model.json";

    private const int MaxJson = 1 << 26, Shard = 4 << 20;

    /// <summary>Reads a model.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="compile">Whether it is compiled where the file says how.</param>
    public static Model Read(string path, bool compile)
    {
        if (new FileInfo(path).Length is > MaxJson and var length) throw new InvalidDataException($"it has {length} bytes; expected at most {MaxJson}.");
        if (KerasJson.Parse(File.ReadAllText(path, new UTF8Encoding(false, true))) is not JObject file) throw new InvalidDataException("it is no JSON object.");
        var compiled = compile ? TensorFlowJsCompile.Read(file) : null;
        var config = TensorFlowJsConfig.Read(file);
        if (compiled is not null) config["compile_config"] = compiled;
        var groups = TensorFlowJsGroup.ReadAll(file["weightsManifest"]);
        var store = new TensorFlowJsStore(Path.GetDirectoryName(Path.GetFullPath(path))!, groups);
        var optimizer = (file["weightsManifest"] as JArray)!.SelectMany(g => (JArray)g["weights"]!).Where(w => w["group"] is JValue { Value: "optimizer" })
            .Select(w => (string)w["name"]!).ToHashSet();
        var stored = store.Entries.Where(e => !optimizer.Contains(e.Name)).ToList();
        Model model;
        using (new WeightLoading(stored.Sum(e => e.Room(exact: false)))) model = Make(config);
        var wanted = TensorFlowJsNames.Match(model, stored.Select(e => e.Name));
        StateMatch.Require(model, wanted, stored, exact: false);
        StateMatch.Assign(wanted, store.Read([.. wanted.Select(w => w.Path)]));
        return model;
    }

    /// <summary>A model, which stays uncompiled where it cannot be compiled as the file says.</summary>
    private static Model Make(JObject config)
    {
        try { return KerasJson.Read<Model>(config); }
        catch (ConfigException e) when (config.Remove("compile_config"))
        {
            var model = KerasJson.Read<Model>(config);
            Warnings.Say($"Model '{model.Name}' is not compiled as its file says: {e.Message}");
            return model;
        }
    }

    /// <summary>Writes a model. The new weights lie beside the old ones until the new <c>model.json</c> takes the old one's place.</summary>
    /// <param name="folder">The folder; it is made if it is not there.</param>
    /// <param name="model">The model, with weights.</param>
    /// <param name="overwrite">Whether a model that is there may be replaced.</param>
    public static void Write(string folder, Model model, bool overwrite)
    {
        string path = Path.Combine(folder, Name);
        var topology = TensorFlowJsTopology.Write(WithoutMasks(KerasJson.Write(model)));
        var weights = TensorFlowJsNames.Unique(model).Select(e => (Name: e.Path, Value: StateMatch.Value(e.Variable))).ToList();
        if (weights.FirstOrDefault(w => w.Value.DType is not (DType.Float32 or DType.Int32 or DType.Bool or DType.UInt8))
            is { Name: { } odd, Value: var value })
            throw new DeepSharpException($"The weight '{odd}' is of type {value.DType.KerasName}, which TensorFlow.js lacks. Build the model in float32.");
        if (!overwrite && File.Exists(path)) throw new ModelFileException($"'{path}' exists already. Give another path, or overwrite: true to replace it.");
        MakeFolder(folder);
        long bytes = weights.Sum(w => w.Value.Count * w.Value.DType.Size), count = (bytes + Shard - 1) / Shard;
        string tag = Guid.NewGuid().ToString("N")[..8];
        string[] shards = [.. Enumerable.Range(1, (int)count).Select(i => $"group1-shard{i}of{count}-{tag}.bin")];
        try
        {
            foreach (var (i, shard) in shards.Index())
                AtomicFile.Write(Path.Combine(folder, shard), overwrite: false,
                    s => TensorFlowJsShards.Write(s, weights.Select(w => w.Value), (long)i * Shard, Math.Min(bytes, (i + 1L) * Shard)));
            AtomicFile.Write(path, overwrite, s => s.Write(Encoding.UTF8.GetBytes(KerasJson.Print(Json(topology, shards, weights)))));
        }
        catch
        {
            Remove(folder, shards.Contains);
            throw;
        }
        Remove(folder, f => OwnShard().IsMatch(f) && !shards.Contains(f));
    }

    /// <summary>Removes weights that no model needs; that some are left harms nothing.</summary>
    private static void Remove(string folder, Func<string, bool> which)
    {
        try
        {
            foreach (string file in Directory.GetFiles(folder).Where(f => which(Path.GetFileName(f)))) File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warnings.Say($"Weights that are no longer needed are left in '{folder}': {e.Message}");
        }
    }

    /// <summary>Without masks it makes no difference what is done about them.</summary>
    private static JObject WithoutMasks(JObject model)
    {
        bool masks = model.DescendantsAndSelf().OfType<JProperty>().Any(p => p is { Name: "class_name", Value: JValue { Value: "Masking" } }
            or { Name: "mask_zero", Value: JValue { Value: true } });
        if (masks) return model;
        foreach (var property in model.DescendantsAndSelf().OfType<JProperty>().Where(p => p.Name == "zero_output_for_mask").ToList()) property.Remove();
        return model;
    }

    private static JObject Json(JObject topology, string[] shards, IEnumerable<(string Name, Tensor Value)> weights)
    {
        (topology["keras_version"], topology["backend"]) = ("tfjs-layers 4.22.0", "tensor_flow.js");
        var entries = weights.Select(w => new JObject
        {
            ["name"] = w.Name,
            ["shape"] = new JArray(w.Value.Shape.Dims.ToArray()),
            ["dtype"] = w.Value.DType.KerasName,
        });
        return new()
        {
            ["format"] = "layers-model",
            ["generatedBy"] = "DeepSharp",
            ["convertedBy"] = null,
            ["modelTopology"] = topology,
            ["weightsManifest"] = new JArray(new JObject { ["paths"] = new JArray(shards), ["weights"] = new JArray(entries) }),
        };
    }

    private static void MakeFolder(string folder)
    {
        try { Directory.CreateDirectory(folder); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"The folder '{folder}' cannot be made: {e.Message} Give the path of a folder.", e);
        }
    }

    [GeneratedRegex(@"^group1-shard\d+of\d+-[0-9a-f]{8}\.bin$")]
    private static partial Regex OwnShard();
}
