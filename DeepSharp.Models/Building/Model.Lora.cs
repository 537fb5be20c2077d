namespace DeepSharp;

public partial class Model
{
    /// <summary>Freezes the whole model and trains changes of low rank to its kernels instead, in all layers that take LoRA. Compile the model
    /// (again) afterwards.</summary>
    /// <remarks>
    /// All other weights are frozen, biases too: layers without LoRA through <see cref="Layer.Trainable"/>, the biases of the others one by one, of
    /// which files know nothing. For single layers see <see cref="Lora"/>.
    /// </remarks>
    /// <param name="rank">The rank, 1 or more.</param>
    /// <param name="alpha">The changes are multiplied by alpha / rank; the rank if null.</param>
    /// <param name="where">Which layers are adapted; all that can be if null. Layers with a constraint on the kernel cannot.</param>
    /// <returns>This model.</returns>
    /// <exception cref="InvalidValueException">The rank is below 1, a layer has LoRA already, or there is no layer to adapt.</exception>
    public Model EnableLora(int rank, double? alpha = null, Func<Layer, bool>? where = null)
    {
        var all = AllLayers().ToList();
        var chosen = all.Where(l => l is ILoraLayer && (where?.Invoke(l) ?? (l as ILoraLayer)?.LoraTarget?.Constraint is null)).ToHashSet();
        if (chosen.Count == 0)
            throw new InvalidValueException($"Model '{Name}' has no layer to adapt. LoRA goes with Dense, EinsumDense, embeddings, Conv1D, Conv2D and Conv3D.");
        foreach (var layer in all.Where(l => l.Sublayers.Count == 0 && !chosen.Contains(l))) layer.Trainable = false;
        foreach (var layer in chosen)
        {
            foreach (var weight in layer.OwnWeights) weight.Trainable = false;
            layer.AddLora(rank, alpha, null, null);
        }
        return this;
    }

    /// <summary>Adds all changes that LoRA has trained to their kernels for good. Compile the model (again) before further training.</summary>
    /// <returns>This model.</returns>
    /// <exception cref="InvalidValueException">No layer has LoRA.</exception>
    public Model MergeLora()
    {
        var adapted = AllLayers().Where(l => l.LoraSetting is not null).ToList();
        if (adapted.Count == 0) throw new InvalidValueException($"Model '{Name}' has no LoRA to merge. Call EnableLora first.");
        foreach (var layer in adapted) layer.MergeChange();
        return this;
    }

    /// <summary>The layers at every depth, each once, models among them.</summary>
    private IEnumerable<Layer> AllLayers()
    {
        static IEnumerable<Layer> Inside(Layer layer) => layer.Sublayers.SelectMany(l => Inside(l).Prepend(l));
        return Inside(this).Distinct();
    }
}
