using System.Globalization;
using DeepSharp.TensorBoardFormat;
using Google.Protobuf;

namespace DeepSharp;

/// <summary>The entries of event files, as TensorBoard's own plugins read them.</summary>
internal static class Summaries
{
    private const int Buckets = 30, MaxImages = 3;

    /// <summary>A number.</summary>
    public static Summary.Types.Value Scalar(string tag, double value)
    {
        var tensor = Tensor(DataType.DtFloat);
        tensor.FloatVal.Add((float)value);
        return Entry(tag, "scalars", DataClass.Scalar, tensor);
    }

    /// <summary>How often values fall between equally spaced bounds: rows of left bound, right bound, count. Values that are not finite are left out.</summary>
    public static Summary.Types.Value Histogram(string tag, IReadOnlyList<double> values)
    {
        var finite = values.Where(double.IsFinite).ToList();
        var (low, high) = finite.Count == 0 ? (0.0, 0.0) : (finite.Min(), finite.Max());
        // Values that are all alike stand in the middle of one bucket of width 1.
        int buckets = finite.Count == 0 ? 0 : low == high ? 1 : Buckets;
        if (low == high) (low, high) = (low - 0.5, high + 0.5);
        double width = (high - low) / Math.Max(buckets, 1);
        var counts = new double[buckets];
        foreach (double v in finite) counts[Math.Min((int)((v - low) / width), buckets - 1)]++;
        var tensor = Tensor(DataType.DtDouble, buckets, 3);
        for (int i = 0; i < buckets; i++) tensor.DoubleVal.AddRange([low + i * width, i == buckets - 1 ? high : low + (i + 1) * width, counts[i]]);
        return Entry(tag, "histograms", DataClass.Tensor, tensor);
    }

    /// <summary>Images of one size as PNG files; TensorBoard shows the first three.</summary>
    public static Summary.Types.Value Images(string tag, int width, int height, IEnumerable<byte[]> files)
    {
        var shown = files.Take(MaxImages).ToList();
        var tensor = Tensor(DataType.DtString, 2 + shown.Count);
        tensor.StringVal.Add(ByteString.CopyFromUtf8(width.ToString(CultureInfo.InvariantCulture)));
        tensor.StringVal.Add(ByteString.CopyFromUtf8(height.ToString(CultureInfo.InvariantCulture)));
        tensor.StringVal.AddRange(shown.Select(ByteString.CopyFrom));
        return Entry(tag, "images", DataClass.BlobSequence, tensor);
    }

    /// <summary>A model's JSON, which TensorBoard shows as the conceptual graph.</summary>
    public static Summary.Types.Value KerasModel(string tag, string json)
    {
        var tensor = Tensor(DataType.DtString);
        tensor.StringVal.Add(ByteString.CopyFromUtf8(json));
        var entry = Entry(tag, "graph_keras_model", DataClass.Unknown, tensor);
        entry.Metadata.PluginData.Content = ByteString.CopyFromUtf8("1");
        return entry;
    }

    private static TensorProto Tensor(DataType type, params ReadOnlySpan<int> shape)
    {
        var tensor = new TensorProto { Dtype = type, TensorShape = new() };
        foreach (int length in shape) tensor.TensorShape.Dim.Add(new TensorShapeProto.Types.Dim { Size = length });
        return tensor;
    }

    private static Summary.Types.Value Entry(string tag, string plugin, DataClass kind, TensorProto tensor) => new()
    {
        Tag = tag,
        Tensor = tensor,
        Metadata = new() { DataClass = kind, PluginData = new() { PluginName = plugin } },
    };
}
