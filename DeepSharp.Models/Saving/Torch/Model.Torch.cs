using DeepSharp.Torch;

namespace DeepSharp;

public partial class Model
{
    /// <summary>Replaces the weights by those of a PyTorch model, brought into the layouts of this one. Where anything does not fit, nothing is
    /// replaced.</summary>
    /// <remarks>
    /// The file is a <c>state_dict</c> as safetensors (<c>safetensors.torch.save_file(model.state_dict(), path)</c>). Kernels and matrices are
    /// turned, gates of a GRU put into their order here, biases of LSTMs summed, and weights behind a <c>Flatten</c> of images brought into the
    /// order of channels last. Layers are found by their names, that is a layer <c>fc1</c> of this model takes <c>fc1.weight</c>; the rest by
    /// shapes, and among equal shapes by order. A file sorted by names tells an order only by numbers in them (<c>layers.2</c> before
    /// <c>layers.10</c>); other names need <paramref name="rename"/>.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="rename">Gives for the name of a tensor in the file (<c>net.0.weight</c>) the one here (<c>dense.weight</c>;
    /// <see cref="SaveTorchWeights"/> shows them), or null to leave it out. Then only names count.</param>
    /// <param name="strict">Whether all layers with weights must be found and all tensors needed; if false, what fits is taken, and the report
    /// tells the rest.</param>
    /// <returns>What was taken, and what was not.</returns>
    /// <exception cref="ModelFileException">The file is missing or damaged, or does not fit; the message lists every fault.</exception>
    /// <exception cref="DeepSharpException">The model has no weights yet.</exception>
    public TorchWeightsReport LoadTorchWeights(string path, Func<string, string?>? rename = null, bool strict = true)
    {
        RequireBuilt("loaded");
        using var file = SafetensorsFile.Open(path);
        return ModelFileException.Naming(path, () =>
        {
            var modules = new TorchModules(this);
            var match = new TorchMatch(modules.All, TorchGroup.All(file.Entries, rename), byNameOnly: rename is not null);
            string[] missing = [.. match.Missing, .. modules.Unknown], unused = [.. match.Unused];
            if (strict && missing.Length + unused.Length > 0)
                throw new InvalidDataException($"the tensors do not fit model '{Name}':\n  - {string.Join("\n  - ", [.. missing, .. unused])}\n"
                    + "Give the names with rename, or take what fits with strict: false.");
            // All is read before anything is replaced.
            var values = match.Pairs.SelectMany(p => p.Module.Parameters.Select(w => (w.Weight, Value(w, p.Group, file)))).ToList();
            foreach (var (weight, value) in values)
            {
                weight.Assign(value);
                weight.Adapter?.Restart();
            }
            return new TorchWeightsReport([.. match.Pairs.Select(p => (p.Group.Key.ToString(), p.Module.Key.ToString()))], missing, unused);
        });
    }

    /// <summary>Saves the weights as PyTorch's modules keep them, as safetensors: <c>model.load_state_dict(safetensors.torch.load_file(path))</c>.</summary>
    /// <param name="path">Where; must end in <c>.safetensors</c>.</param>
    /// <param name="rename">Gives for a name here (<c>dense.weight</c>) the one in the file (<c>net.0.weight</c>), or null to leave the tensor out.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ModelFileException">The path has another ending, or the file cannot be written; an old file is unchanged then.</exception>
    /// <exception cref="DeepSharpException">The model has no weights yet, or a layer that PyTorch lacks.</exception>
    public void SaveTorchWeights(string path, Func<string, string?>? rename = null, bool overwrite = true)
    {
        RequireEnding(path, ".safetensors");
        RequireBuilt("saved");
        var modules = new TorchModules(this);
        if (modules.Unknown.Count > 0)
            throw new DeepSharpException($"Model '{Name}' cannot be saved for PyTorch:\n  - {string.Join("\n  - ", modules.Unknown)}\n"
                + "Use ExportOnnx for the whole model.");
        var tensors = modules.All.SelectMany(TorchTensors).Select(t => (Name: rename is null ? t.Name : rename(t.Name), t.Value))
            .Where(t => t.Name is not null);
        AtomicFile.Write(path, overwrite, stream => SafetensorsContent.Write(stream, tensors.Select(t => (t.Name!, t.Value)),
            new Dictionary<string, string> { ["format"] = "pt" }));
    }

    private static Tensor Value(TorchParameter parameter, TorchGroup group, SafetensorsFile file) => parameter.FromTorch(
        [.. parameter.Tensors.Select(t => file.Read(group.Tensors[t.Name].Name).Cast(parameter.Weight.DType))]);

    private static IEnumerable<(string Name, Tensor Value)> TorchTensors(TorchModule module)
    {
        foreach (var parameter in module.Parameters)
        {
            var values = parameter.ToTorch(StateMatch.Value(parameter.Weight));
            foreach (var ((name, _), value) in parameter.Tensors.Zip(values)) yield return (module.Key.Tensor(name), value);
        }
        if (module.Layer is DeepSharp.Layers.BatchNormalization) yield return (module.Key.Tensor(TorchGroup.Uncounted), Tensor.Scalar(0L));
    }
}
