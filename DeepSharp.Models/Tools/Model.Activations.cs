namespace DeepSharp;

public partial class Model
{
    /// <summary>What layers give for inputs, in one pass through the model and in inference.</summary>
    /// <remarks>
    /// Names are those of layers, for layers of models inside this one with the path to them: <c>encoder/dense</c>. The second call of a layer
    /// that is used several times is <c>dense#2</c>, the second output of one with several <c>lstm[1]</c>.
    /// </remarks>
    /// <param name="x">The inputs, as one batch.</param>
    /// <param name="layers">Names or paths; all layers if none are given.</param>
    /// <returns>The outputs by name, in the order in which they were computed.</returns>
    /// <exception cref="DeepSharpException">There is no layer of a name, or it was not called; the message lists the names.</exception>
    public IReadOnlyDictionary<string, Tensor> Activations(DataSource x, params IReadOnlyList<string> layers)
    {
        var all = Captured(x);
        if (layers.Count == 0) return all.ToDictionary(c => c.Name, c => c.Output);
        foreach (string wanted in layers)
            if (!all.Exists(c => Matches(c, wanted)))
                throw new DeepSharpException($"Model '{Name}' computes nothing for a layer '{wanted}'; it has {Names(all)}.");
        return all.Where(c => layers.Any(wanted => Matches(c, wanted))).ToDictionary(c => c.Name, c => c.Output);

        static bool Matches(Capture c, string wanted) => wanted == c.Name || wanted == c.Path || wanted == c.Layer.Name;
    }

    /// <summary>What layers give for inputs, in one pass through the model and in inference.</summary>
    /// <param name="x">The inputs, as one batch.</param>
    /// <param name="layers">Layers of this model or of models inside it.</param>
    /// <inheritdoc cref="Activations(DataSource, IReadOnlyList{string})"/>
    public IReadOnlyDictionary<string, Tensor> Activations(DataSource x, IReadOnlyList<Layer> layers)
    {
        var all = Captured(x);
        foreach (var layer in layers)
            if (!all.Exists(c => c.Layer == layer))
                throw new DeepSharpException($"Model '{Name}' does not call the layer {layer} '{layer.Name}'; it calls {Names(all)}.");
        return all.Where(c => layers.Contains(c.Layer)).ToDictionary(c => c.Name, c => c.Output);
    }

    private sealed record Capture(Layer Layer, string Path, string Name, Tensor Output);

    private static string Names(List<Capture> all) => string.Join(", ", all.Select(c => $"'{c.Name}'"));

    private List<Capture> Captured(DataSource x)
    {
        var all = new List<Capture>();
        var calls = new Dictionary<string, int>();
        using (new LayerObserver((layer, path, _, outputs) =>
        {
            if (layer == this) return;
            string inside = path[(path.IndexOf('/') + 1)..];
            int call = calls[inside] = calls.GetValueOrDefault(inside) + 1;
            foreach (var (i, y) in outputs.Index())
                all.Add(new(layer, inside, $"{inside}{(call > 1 ? $"#{call}" : "")}{(i > 0 ? $"[{i}]" : "")}", y));
        }))
            Forward(x.For(this).X, training: false);
        return all;
    }
}
