using System.Globalization;

namespace DeepSharp;

/// <summary>The receptive field of one layer's output.</summary>
/// <param name="Path">Where the layer is, for example <c>encoder/conv</c>.</param>
/// <param name="Type">Its class.</param>
/// <param name="Output">The shape of its output for one sample.</param>
/// <param name="Axes">What is seen of each spatial axis of the input; empty where the output does not depend on the input.</param>
public sealed record LayerReach(string Path, string Type, Shape Output, IReadOnlyList<AxisReach> Axes)
{
    /// <summary>Whether the whole input may be seen along some axis.</summary>
    public bool IsGlobal => Axes.Any(a => a.IsGlobal);
}

/// <summary>The receptive fields of a model's layers.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Input">The shape of the input for one sample.</param>
/// <param name="Layers">In the order in which they run.</param>
public sealed record ReceptiveFields(string Model, Shape Input, IReadOnlyList<LayerReach> Layers)
{
    /// <summary>The receptive field of a layer.</summary>
    /// <param name="path">Its name or path.</param>
    /// <exception cref="DeepSharpException">There is none of this name.</exception>
    public LayerReach this[string path] => Layers.LastOrDefault(l => l.Path == path)
        ?? throw new DeepSharpException($"There is no layer '{path}'; the layers are {string.Join(", ", Layers.Select(l => $"'{l.Path}'"))}.");

    /// <summary>A table; axes that may be seen as a whole are <c>all</c>.</summary>
    public override string ToString()
    {
        static string Numbers(LayerReach layer, Func<AxisReach, double> number) => layer.Axes.Count == 0 ? "none"
            : string.Join(" × ", layer.Axes.Select(a => a.IsGlobal ? "all" : number(a).ToString("0.##", CultureInfo.InvariantCulture)));
        var table = TableText.Of("Layer (type)", "Output Shape", "Size", "Jump", "Start");
        foreach (var layer in Layers)
            TableText.Row(
                table, $"{layer.Path} ({layer.Type})", layer.Output.ToString(), Numbers(layer, a => a.Size), Numbers(layer, a => a.Jump),
                Numbers(layer, a => a.Start));
        return $"Model: \"{Model}\", receptive fields in an input {Input}\n{TableText.Print(table, 100)}";
    }
}
