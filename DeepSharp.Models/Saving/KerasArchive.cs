using System.IO.Compression;
using System.Text;
using DeepSharp.Hdf5;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>The <c>.keras</c> file: an uncompressed zip of metadata.json, config.json and the weights, as Keras 3 writes it.</summary>
internal static class KerasArchive
{
    private const string Metadata = "metadata.json", Config = "config.json", Weights = "model.weights.h5";

    /// <summary>Where files of format 1 hold the weights.</summary>
    private const string OldWeights = "model.weights.safetensors";

    private const int MaxMetadata = 1 << 24, MaxConfig = 1 << 26;

    /// <summary>Writes a model.</summary>
    public static void Write(Stream stream, Model model)
    {
        // Whatever cannot be written is found out before the first byte.
        var learnt = KerasVocabularies.Learnt(model);
        string config = Layers.LearntVocabularies.Apart(learnt.Values, () => model.ToJson()), metadata = new ArchiveMetadata(model.OptimizedPaths()).ToJson();
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteText(zip, Metadata, metadata);
        WriteText(zip, Config, config);
        KerasVocabularies.Write(zip, learnt);
        using var weights = zip.CreateEntry(Weights, CompressionLevel.NoCompression).Open();
        KerasWeights.Write(weights, model, model.KerasStateEntries());
    }

    /// <summary>Reads a model.</summary>
    public static Model Read(Stream file, bool compile)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        CheckNames(zip);
        var store = OpenWeights(zip, file);
        var metadata = ArchiveMetadata.Parse(Text(Entry(zip, Metadata), MaxMetadata));
        var config = KerasJson.Parse(Text(Entry(zip, Config), MaxConfig));
        RequireNumbers(config);
        var vocabularies = new KerasVocabularies(zip, store);
        vocabularies.PutInto(config);
        Model model;
        using (new WeightLoading(store.Entries.Where(e => !StateMatch.IsOptimizer(e.Name)).Sum(e => e.Room(store.IsExact))))
        {
            model = Model.FromJson(config, compile);
            if (!model.IsBuilt && model.Inputs.Count == 0) BuildByConfig(model, config["build_config"]);
        }
        vocabularies.Give(model);
        if (metadata.OptimizerVariables is { } optimized) FillOwn(model, store, optimized);
        else
        {
            var state = KerasWeights.OptimizerState(store);
            FillKeras(model, store, model.IsCompiled && StoredOptimizer.Resumes(model, state) ? state : []);
        }
        return model;
    }

    /// <summary>Reads only the weights of a model file, and the optimizer's state where that fits, into a model that is there.</summary>
    public static void ReadWeights(Stream file, Model model)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        CheckNames(zip);
        FillWeights(model, OpenWeights(zip, file), ArchiveMetadata.Parse(Text(Entry(zip, Metadata), MaxMetadata)).OptimizerVariables);
    }

    /// <summary>Reads only a layer that looks tokens up.</summary>
    public static Layer ReadLookup(Stream file, string name)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        CheckNames(zip);
        return new KerasVocabularies(zip, OpenWeights(zip, file)).Layer(KerasJson.Parse(Text(Entry(zip, Config), MaxConfig)), name);
    }

    /// <summary>Gives a model that is there the weights of a file, and its optimizer the state where that fits, as Keras does.</summary>
    /// <param name="model">The model.</param>
    /// <param name="store">The file's tensors.</param>
    /// <param name="optimized">The weights that the file has slots for, where it says so.</param>
    public static void FillWeights(Model model, IWeightStore store, IReadOnlyList<string>? optimized = null)
    {
        var state = KerasWeights.OptimizerState(store);
        bool resumes = model.IsCompiled && StoredOptimizer.Fits(model, store, state, optimized);
        FillKeras(model, store, resumes ? state : []);
    }

    /// <summary>Gives a model variables of a file that fits it.</summary>
    public static void Fill(Model model, IWeightStore store, List<StateEntry> wanted, IEnumerable<StoredTensor> found)
    {
        StateMatch.Require(model, wanted, found, store.IsExact);
        StateMatch.Assign(wanted, store.Read([.. wanted.Select(w => w.Path)]));
    }

    private static IEnumerable<StateEntry> WantedWeights(Model model, IWeightStore store) => store.IsExact ? model.WeightEntries() : model.KerasWeightEntries();

    /// <summary>A file of DeepSharp holds the whole state.</summary>
    private static void FillOwn(Model model, IWeightStore store, IReadOnlyList<string> optimized)
    {
        if (model.IsCompiled) model.BuildOptimizer(optimized);
        if (store.Entries.Any(e => e.Name == Model.ShufflePath)) model.BuildShuffle();
        var wanted = store.IsExact ? model.StateEntries() : model.KerasStateEntries();
        Fill(model, store, [.. wanted], KerasWeights.State(store).Where(e => model.IsCompiled || !StateMatch.IsOptimizer(e.Name)));
    }

    /// <summary>A file of Keras holds no random states, and of the optimizer what it has trained so far.</summary>
    private static void FillKeras(Model model, IWeightStore store, List<StoredTensor> state)
    {
        var wanted = WantedWeights(model, store).Concat(state.Count > 0 ? model.StateEntries().Where(e => StateMatch.IsOptimizer(e.Path)) : []);
        Fill(model, store, [.. wanted], KerasWeights.Weights(store).Concat(state));
    }

    /// <summary>Refuses models over strings.</summary>
    private static void RequireNumbers(JToken config)
    {
        var input = (config as JContainer)?.DescendantsAndSelf().OfType<JObject>().FirstOrDefault(l => (string?)(l["class_name"] as JValue) == "InputLayer"
            && (l["config"] as JObject)?["dtype"] is { } type && (string?)((type as JObject)?["config"]?["name"] ?? type as JValue) == "string");
        if (input is not null)
            throw new InvalidDataException($"its input '{input["config"]!["name"]}' takes strings, which tensors do not hold. Take its layers over strings with"
                + " Model.LoadLookup<TextVectorization>(path, name), build the layers behind them, and give those the weights with LoadWeights.");
    }

    /// <summary>Builds a model of a class of the user's own, whose weights are made at its first call.</summary>
    private static void BuildByConfig(Model model, JToken? build)
    {
        if (build?["input_shape"] is not JArray { Count: > 0 } shapes) return;
        object[] plain = shapes[0] is JArray ? [.. shapes.Select(s => KerasJson.ToPlain(s)!)] : [KerasJson.ToPlain(shapes)!];
        var place = new ConfigPlace(model.TypeName, "build_config.input_shape", null);
        model.Apply([.. plain.Select(s => new Tensor(new((Shape)ConfigConverter.Read(typeof(Shape), s, place), DType.Float32), Device.Null))]);
    }

    private static IWeightStore OpenWeights(ZipArchive zip, Stream file)
    {
        if (zip.GetEntry(Weights) is null && zip.GetEntry(OldWeights) is { } old) return new SafetensorsStore(StoredEntry.Stream(file, old));
        return new Hdf5Store(new Hdf5Content(StoredEntry.Open(file, Entry(zip, Weights))).Root);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name)
        ?? throw new InvalidDataException($"it has no entry '{name}'; its entries are {(zip.Entries.Count == 0 ? "none" : string.Join(", ", zip.Entries.Select(e => $"'{e.FullName}'")))}. It is no model file, or damaged.");

    private static void CheckNames(ZipArchive zip)
    {
        var seen = new HashSet<string>();
        foreach (var entry in zip.Entries)
        {
            string name = entry.FullName;
            if (name.Split('/', '\\').Contains("..") || name.StartsWith('/') || name.StartsWith('\\') || name.Contains(':'))
                throw new InvalidDataException($"its entry '{name}' would lie outside the archive.");
            if (!seen.Add(name)) throw new InvalidDataException($"it has the entry '{name}' twice.");
            if (name is not (Metadata or Config or Weights or OldWeights) && !KerasVocabularies.IsText(name))
                throw new InvalidDataException($"it has the unknown entry '{name}'; known are '{Metadata}', '{Config}', '{Weights}' and vocabularies in assets/.");
        }
    }

    private static string Text(ZipArchiveEntry entry, int limit) => new UTF8Encoding(false, true).GetString(CheckedEntry.ReadAll(entry, limit));

    private static void WriteText(ZipArchive zip, string name, string text)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
