using DeepSharp.Hdf5;
using DeepSharp.TensorFlowJs;

namespace DeepSharp;

public partial class Model
{
    /// <summary>Saves architecture, weights, and, when compiled, how the model is trained together with the optimizer's state and the
    /// random states, so that training goes on after loading as if it had never stopped.</summary>
    /// <remarks>The file is written beside the old one and takes its place only when it is complete and on the disk. Models inside the
    /// model are saved without how they were compiled themselves.</remarks>
    /// <param name="path">Where; must end in <c>.keras</c>, or in <c>.onnx</c> for what <see cref="ExportOnnx"/> writes: what the model predicts, without
    /// its training.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ModelFileException">The path has another ending, or the file cannot be written; an old file is unchanged then.</exception>
    /// <exception cref="DeepSharpException">The model holds a layer that could not be rebuilt from a file.</exception>
    public void Save(string path, bool overwrite = true)
    {
        RequireEnding(path, ".keras", ".onnx");
        if (HasEnding(path, ".onnx")) ExportOnnx(path, overwrite);
        else AtomicFile.Write(path, overwrite, stream => KerasArchive.Write(stream, this));
    }

    /// <summary>Loads a model saved with <see cref="Save"/> or by Keras: a <c>.keras</c> file of Keras 3, an <c>.h5</c> file of Keras 1 or 2, the <c>model.json</c> of
    /// TensorFlow.js with the weights beside it, or an ONNX file of any program (see <see cref="OnnxModel"/>).</summary>
    /// <remarks>Nothing in a file can run code: a <c>Lambda</c> layer needs a function registered by its name, and classes of your own must be known to
    /// <see cref="ConfigRegistry"/>. Where an <c>.h5</c> file or one of TensorFlow.js says how the model was compiled, its optimizer begins anew.</remarks>
    /// <param name="path">The file; several readers may load it at once.</param>
    /// <param name="compile">Whether optimizer (with its state), losses and metrics are restored.</param>
    /// <returns>The model; cast it to <see cref="Sequential"/> where it was one.</returns>
    /// <exception cref="ModelFileException">The file is missing, damaged, of a newer format, or holds a class that is not known.</exception>
    public static Model Load(string path, bool compile = true)
    {
        RequireEnding(path, ".keras", ".onnx", ".h5", ".hdf5", ".json");
        if (HasEnding(path, ".onnx")) return OnnxModel.Load(path);
        if (HasEnding(path, ".json")) return ModelFileException.Reading(path, () => TensorFlowJsFile.Read(path, compile));
        return ModelFileException.Reading(path, () =>
        {
            using var file = OpenShared(path);
            return HasEnding(path, ".keras") ? KerasArchive.Read(file, compile) : LegacyFile.Read(new Hdf5Content(new ByteSource(file)).Root, compile);
        });
    }

    /// <summary>Saves only the weights, named by their paths in the model (<c>layers/dense/vars/0</c>); into a file for Keras also the optimizer's
    /// state.</summary>
    /// <param name="path">Where; must end in <c>.weights.h5</c>, which Keras loads, or in <c>.safetensors</c>.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ModelFileException">The path has another ending, or the file cannot be written; an old file is unchanged then.</exception>
    /// <exception cref="DeepSharpException">The model has no weights yet.</exception>
    public void SaveWeights(string path, bool overwrite = true)
    {
        RequireEnding(path, ".weights.h5", ".safetensors");
        RequireBuilt("saved");
        AtomicFile.Write(path, overwrite, stream =>
        {
            if (HasEnding(path, ".h5"))
                KerasWeights.Write(stream, this, KerasStateEntries().Where(e => StateMatch.IsWeight(e.Path) || StateMatch.IsOptimizer(e.Path)));
            else SafetensorsContent.Write(stream, WeightEntries().Select(e => (e.Path, StateMatch.Value(e.Variable))));
        });
    }

    /// <summary>Replaces all weights by those of a file. Where anything does not fit, nothing is replaced.</summary>
    /// <remarks>As in Keras, a compiled model takes the optimizer's state, too, with the count of steps and the learning rate, where the file holds that of
    /// such an optimizer; where it holds another's, a warning says so and the optimizer stays as it is. Load before <c>Compile</c> to leave it out.</remarks>
    /// <param name="path">What <see cref="SaveWeights"/> or Keras wrote: weights alone, or a whole model, whose weights are taken.</param>
    /// <exception cref="ModelFileException">The file is missing or damaged, or does not fit; the message lists every fault.</exception>
    /// <exception cref="DeepSharpException">The model has no weights yet.</exception>
    public void LoadWeights(string path)
    {
        RequireEnding(path, ".weights.h5", ".safetensors", ".keras", ".h5", ".hdf5");
        RequireBuilt("loaded");
        ModelFileException.Reading(path, () =>
        {
            using var file = OpenShared(path);
            if (HasEnding(path, ".keras")) KerasArchive.ReadWeights(file, this);
            else if (!HasEnding(path, ".safetensors")) KerasWeights.Read(new Hdf5Content(new ByteSource(file)).Root, this);
            else
            {
                var store = new SafetensorsStore(file);
                KerasArchive.Fill(this, store, [.. WeightEntries()], store.Entries.Where(e => StateMatch.IsWeight(e.Name)));
            }
            return true;
        });
    }

    private static FileStream OpenShared(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);

    private static bool HasEnding(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static void RequireEnding(string path, params ReadOnlySpan<string> endings)
    {
        foreach (string ending in endings)
            if (HasEnding(path, ending)) return;
        throw new ModelFileException($"'{path}' must end in {string.Join(" or ", endings.ToArray())}. For a whole model use Save and Load with a path such as "
            + "\"model.keras\", for weights alone SaveWeights and LoadWeights with a path such as \"model.weights.h5\".");
    }

    /// <summary>Sees to it that there are weights.</summary>
    internal void RequireBuilt(string done)
    {
        if (!IsBuilt && !WeightEntries().Any())
            throw new DeepSharpException($"Model '{Name}' has no weights yet that could be {done}. Give it an input shape, for example new Sequential([4]), or call it on data first.");
    }
}
