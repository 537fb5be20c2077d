using System.IO.Compression;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>The <c>.keras</c> file: an uncompressed zip of metadata.json, config.json and the weights.</summary>
internal static class KerasArchive
{
    private const string Metadata = "metadata.json", Config = "config.json", Weights = "model.weights.safetensors", KerasWeights = "model.weights.h5";

    private const int MaxMetadata = 1 << 24, MaxConfig = 1 << 26;

    /// <summary>Writes a model.</summary>
    public static void Write(Stream stream, Model model)
    {
        // Whatever cannot be written is found out before the first byte.
        string config = model.ToJson(), metadata = new ArchiveMetadata(model.OptimizedPaths()).ToJson();
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteText(zip, Metadata, metadata);
        WriteText(zip, Config, config);
        using var weights = zip.CreateEntry(Weights, CompressionLevel.NoCompression).Open();
        SafetensorsContent.Write(weights, model.StateEntries().Select(e => (e.Path, StateMatch.Value(e.Variable))));
    }

    /// <summary>Reads a model.</summary>
    public static Model Read(Stream file, bool compile)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        CheckNames(zip);
        using var content = OpenWeights(zip, file.Length);
        var metadata = ArchiveMetadata.Parse(Text(Entry(zip, Metadata), MaxMetadata));
        string config = Text(Entry(zip, Config), MaxConfig);
        var header = SafetensorsHeader.Read(content, content.Length);
        Model model;
        using (new WeightLoading(header.Entries.Where(e => !StateMatch.IsOptimizer(e.Name)).Sum(e => e.Bytes)))
        {
            model = Model.FromJson(config, compile);
            if (!model.IsBuilt && model.Inputs.Count == 0) BuildByConfig(model, KerasJson.Parse(config)["build_config"]);
        }
        if (model.IsCompiled) model.BuildOptimizer(metadata.OptimizerVariables);
        if (header.Entries.Any(e => e.Name == Model.ShufflePath)) model.BuildShuffle();
        var wanted = model.StateEntries().ToList();
        StateMatch.Require(model, wanted, header.Entries.Where(e => model.IsCompiled || !StateMatch.IsOptimizer(e.Name)));
        Fill(content, header, wanted);
        return model;
    }

    /// <summary>Reads only the weights of a model file into a model that is there.</summary>
    public static void ReadWeights(Stream file, Model model)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        CheckNames(zip);
        using var content = OpenWeights(zip, file.Length);
        var header = SafetensorsHeader.Read(content, content.Length);
        var wanted = model.WeightEntries().ToList();
        StateMatch.Require(model, wanted, header.Entries.Where(e => StateMatch.IsWeight(e.Name)));
        Fill(content, header, wanted);
    }

    private static void Fill(CheckedEntry content, SafetensorsHeader header, List<StateEntry> wanted)
    {
        var values = SafetensorsContent.ReadAll(content, header);
        content.Finish();
        StateMatch.Assign(wanted, values);
    }

    /// <summary>Builds a model of a class of the user's own, whose weights are made at its first call.</summary>
    private static void BuildByConfig(Model model, JToken? build)
    {
        if (build?["input_shape"] is not JArray { Count: > 0 } shapes) return;
        object[] plain = shapes[0] is JArray ? [.. shapes.Select(s => KerasJson.ToPlain(s)!)] : [KerasJson.ToPlain(shapes)!];
        var place = new ConfigPlace(model.TypeName, "build_config.input_shape", null);
        model.Apply([.. plain.Select(s => new Tensor(new((Shape)ConfigConverter.Read(typeof(Shape), s, place), DType.Float32), Device.Null))]);
    }

    private static CheckedEntry OpenWeights(ZipArchive zip, long fileLength)
    {
        if (zip.GetEntry(Weights) is null && zip.GetEntry(KerasWeights) is not null)
            throw new InvalidDataException($"its weights are in '{KerasWeights}', an HDF5 file as Keras writes it; only '{Weights}' is read. Model.FromJson reads its {Config}.");
        var entry = Entry(zip, Weights);
        if (entry.CompressedLength != entry.Length)
            throw new InvalidDataException($"its entry '{Weights}' is compressed ({entry.CompressedLength} bytes for {entry.Length}); model files are stored uncompressed. Pack it again without compression.");
        return new(entry, fileLength);
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
            if (name is not (Metadata or Config or Weights or KerasWeights))
                throw new InvalidDataException($"it has the unknown entry '{name}'; known are '{Metadata}', '{Config}' and '{Weights}'.");
        }
    }

    private static string Text(ZipArchiveEntry entry, int limit) => new UTF8Encoding(false, true).GetString(CheckedEntry.ReadAll(entry, limit));

    private static void WriteText(ZipArchive zip, string name, string text)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
