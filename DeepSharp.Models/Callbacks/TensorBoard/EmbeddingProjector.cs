using System.Globalization;
using System.Text;

namespace DeepSharp;

/// <summary>What TensorBoard's projector reads: projector_config.pbtxt, and a table of each embedding's rows.</summary>
internal static class EmbeddingProjector
{
    /// <summary>Writes the configuration, which says where the tables are.</summary>
    public static void WriteConfig(string folder, Model model, EmbeddingsMetadata? metadata)
    {
        var layers = Embeddings(model);
        metadata?.Check([.. layers.Select(l => l.Name)]);
        Directory.CreateDirectory(folder);
        var text = new StringBuilder();
        foreach (var layer in layers)
        {
            text.Append($"embeddings {{\n  tensor_name: \"{Escape(layer.Weights[0].Path)}\"\n  tensor_path: \"{Escape(TableName(layer))}\"\n");
            if (metadata?.For(layer.Name) is { } path) text.Append($"  metadata_path: \"{Escape(path)}\"\n");
            text.Append("}\n");
        }
        File.WriteAllText(Path.Combine(folder, "projector_config.pbtxt"), text.ToString());
    }

    /// <summary>Writes the rows of each embedding as they are now, tabs between the numbers.</summary>
    public static void WriteTables(string folder, Model model)
    {
        foreach (var layer in Embeddings(model))
        {
            var table = layer.Weights[0].Value;
            var values = table.ToDoubles();
            var text = new StringBuilder();
            int width = table.Shape[1];
            for (int i = 0; i < values.Length; i++)
                text.Append(((float)values[i]).ToString(CultureInfo.InvariantCulture)).Append((i + 1) % width == 0 ? '\n' : '\t');
            File.WriteAllText(Path.Combine(folder, TableName(layer)), text.ToString());
        }
    }

    private static List<Layers.Embedding> Embeddings(Model model) => [.. model.Layers.OfType<Layers.Embedding>()];

    private static string TableName(Layer layer) => $"{string.Concat(layer.Name.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' ? c : '_'))}.tsv";

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
