using System.IO.Compression;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>A file from which a training goes on: an uncompressed zip of training_metadata.json and the state, with checksums.</summary>
internal static class TrainingBackup
{
    private const string Metadata = "training_metadata.json", State = "state.safetensors", Global = "states/global", Results = "results/";

    private const int MaxMetadata = 1 << 24;

    /// <summary>Writes the state of the training that is going on.</summary>
    public static void Write(string path, Model model)
    {
        var (epoch, batch, passes) = model.Point;
        string metadata = KerasJson.Print(new JObject
        {
            ["epoch"] = epoch,
            ["batch"] = batch,
            ["passes"] = passes,
            ["optimizer_variables"] = new JArray(model.OptimizedPaths()),
        });
        var state = model.StateEntries().Where(e => e.Path != Model.ShufflePath).Select(e => (e.Path, e.Variable.Cell))
            .Append((Global, Seeds.Generator.State.Cell));
        if (model.OrderAtPoint is { } order) state = state.Append((Model.ShufflePath, order));
        if (batch > 0) state = state.Concat(model.ResultVariables.Select((v, i) => ($"{Results}{i}", v.Cell)));
        AtomicFile.Write(path, overwrite: true, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using (var text = zip.CreateEntry(Metadata, CompressionLevel.NoCompression).Open()) text.Write(Encoding.UTF8.GetBytes(metadata));
            using var content = zip.CreateEntry(State, CompressionLevel.NoCompression).Open();
            SafetensorsContent.Write(content, state);
        });
    }

    /// <summary>Gives a model and the training that is just beginning the state of a file.</summary>
    /// <exception cref="ModelFileException">The file is damaged or does not fit; nothing has been changed then but slots made.</exception>
    public static void Restore(string path, Model model) => ModelFileException.Reading(path, () =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var metadata = KerasJson.Parse(Encoding.UTF8.GetString(CheckedEntry.ReadAll(Entry(zip, Metadata), MaxMetadata)));
        using var content = new CheckedEntry(Entry(zip, State), file.Length);
        var header = SafetensorsHeader.Read(content, content.Length);
        model.BuildOptimizer([.. metadata["optimizer_variables"]!.Select(p => (string)p!)]);
        if (header.Entries.Any(e => e.Name == Model.ShufflePath)) model.BuildShuffle();
        var wanted = model.StateEntries().Append(new(Global, Seeds.Generator.State)).ToList();
        StateMatch.Require(model, wanted, header.Entries.Where(e => !e.Name.StartsWith(Results, StringComparison.Ordinal))
            .Select(e => new StoredTensor(e.Name, e.DType, e.Shape)), exact: true);
        var values = SafetensorsContent.ReadAll(content, header);
        content.Finish();
        StateMatch.Assign(wanted, values);
        var results = Enumerable.Range(0, int.MaxValue).Select(i => values.GetValueOrDefault($"{Results}{i}")).TakeWhile(v => v is not null);
        model.ResumeAt(new((int)metadata["epoch"]!, (int)metadata["batch"]!, (int)metadata["passes"]!), [.. results!]);
        return true;
    });

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name)
        ?? throw new InvalidDataException($"it has no entry '{name}'; it is no backup of a training.");
}
