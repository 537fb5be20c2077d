using System.Globalization;

namespace DeepSharp;

public partial class Model
{
    /// <summary>Prints the layers with output shapes and numbers of parameters, as Keras does; with their dtype policies where these are not all
    /// float32.</summary>
    /// <param name="print">Where to print; the console if not given.</param>
    /// <param name="width">Characters in a line; by the number of columns if not given.</param>
    public void Summary(Action<string>? print = null, int? width = null)
    {
        print ??= Console.WriteLine;
        bool graph = this is not Sequential && Inputs.Count > 0;
        var table = TableText.Of(graph ? ["Layer (type)", "Output Shape", ">Param #", "Connected to"] : ["Layer (type)", "Output Shape", ">Param #"]);
        table.ShowRowSeparators = true;
        bool types = Layers.Any(l => l.DTypePolicy.ComputeDType.IsFloating && l.DTypePolicy.Name != "float32");
        foreach (var layer in Layers)
        {
            string[] cells = [$"{layer.Name} ({layer.TypeName}{(types ? $", {layer.DTypePolicy}" : "")})", OutputShape(layer), Number(layer.CountParams())];
            TableText.Row(table, graph ? [.. cells, ConnectedTo(layer)] : cells);
        }
        IReadOnlyList<Variable> slots = _stepsReady ? Optimizer.Variables : [];
        print($"Model: \"{Name}\"");
        print(TableText.Print(table, width ?? (graph ? 108 : 78)));
        print($" Total params: {Parameters(Weights.Concat(slots))}");
        print($" Trainable params: {Parameters(TrainableWeights)}");
        print($" Non-trainable params: {Parameters(NonTrainableWeights)}");
        if (slots.Count > 0) print($" Optimizer params: {Parameters(slots)}");
    }

    private string OutputShape(Layer layer)
    {
        var shapes = layer.Calls.SelectMany(c => c.Outputs).Concat(Inputs.Where(i => i.Layer == layer)).Select(o => o.Shape).Distinct().ToArray();
        return shapes.Length == 0 ? "? (not built)" : string.Join(", ", shapes);
    }

    private static string ConnectedTo(Layer layer) =>
        string.Join(", ", layer.Calls.SelectMany(c => c.Inputs).Select(i => $"{i.Layer.Name}[{i.Call.Index}][{i.Index}]"));

    private static string Parameters(IEnumerable<Variable> variables)
    {
        long count = 0, bytes = 0;
        foreach (var v in variables) (count, bytes) = (count + v.Shape.Count, bytes + v.Shape.Count * v.DType.Size);
        double size = bytes;
        int unit = 0;
        for (; size >= 1024 && unit < 4; unit++) size /= 1024;
        return $"{Number(count)} ({size.ToString("0.00", CultureInfo.InvariantCulture)} {new[] { "B", "KB", "MB", "GB", "TB" }[unit]})";
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
