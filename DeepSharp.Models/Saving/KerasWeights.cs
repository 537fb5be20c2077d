using System.Text.RegularExpressions;
using DeepSharp.Hdf5;

namespace DeepSharp;

/// <summary>Keras' layout of weights in HDF5: for each layer a group <c>vars</c> with the datasets 0, 1, …, and the optimizer's under
/// <c>optimizer/vars</c>.</summary>
internal static partial class KerasWeights
{
    /// <summary>Where Keras keeps the state of an optimizer inside another one once more.</summary>
    private const string Inner = "optimizer/inner_optimizer/";

    /// <summary>Writes the variables of a model, with an empty group for layers that have none, as Keras does.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="model">The model.</param>
    /// <param name="entries">What is written of it.</param>
    public static void Write(Stream stream, Model model, IEnumerable<StateEntry> entries)
    {
        var root = new Hdf5GroupNode();
        foreach (var (path, layer) in model.LayerPaths()) root.Group($"{path}vars").Add("name", layer.Name);
        if (model.IsCompiled) root.Group("optimizer/vars").Add("name", model.Optimizer.Name);
        foreach (var (path, variable) in entries) root.Dataset(path, StateMatch.Value(variable));
        foreach (var (path, layer) in model.LayerPaths())
            if (layer is Layers.IVocabularyLayer { IndexWeights: { } weights })
                root.Dataset(path + KerasVocabularies.IdfWeights, Tensor.From<double>([.. weights]).Cast(DType.Float32));
        if (model.IsCompiled && model.Optimizer is LossScaleOptimizer { InnerOptimizer: var inner })
        {
            root.Group($"{Inner}vars").Add("name", inner.Name);
            foreach (var (i, variable) in inner.Variables.Index()) root.Dataset($"{Inner}vars/{i}", variable.Cell);
        }
        Hdf5Writer.Write(stream, root);
    }

    /// <summary>Gives a model the weights of a file, whichever Keras wrote it; and its optimizer the state of a file of Keras 3, where that fits.</summary>
    public static void Read(Hdf5Group root, Model model)
    {
        if (LegacyWeights.Find(root) is { } legacy)
        {
            new LegacyWeights(legacy).Load(model);
            return;
        }
        KerasArchive.FillWeights(model, new Hdf5Store(root));
    }

    /// <summary>What Keras' file says of weights: neither the optimizer's state nor random states, which are not the model's business.</summary>
    public static IEnumerable<StoredTensor> Weights(IWeightStore store) => store.Entries.Where(e => StateMatch.IsWeight(e.Name) && !Seed().IsMatch(e.Name)
        && !KerasVocabularies.IsWeight(e.Name));

    /// <summary>Everything but what stands in a file twice.</summary>
    public static IEnumerable<StoredTensor> State(IWeightStore store) => store.Entries.Where(e => !e.Name.StartsWith(Inner, StringComparison.Ordinal)
        && !KerasVocabularies.IsWeight(e.Name));

    /// <summary>The optimizer's state in a file of Keras.</summary>
    public static List<StoredTensor> OptimizerState(IWeightStore store) => [.. store.Entries.Where(e => OptimizerVariable().IsMatch(e.Name))];

    [GeneratedRegex(@"(^|/)seed_generator/vars/\d+$")]
    private static partial Regex Seed();

    [GeneratedRegex(@"^optimizer/vars/\d+$")]
    private static partial Regex OptimizerVariable();
}
