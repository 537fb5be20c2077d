using DeepSharp.Layers;

namespace DeepSharp.Torch;

/// <summary>A layer as the module of PyTorch that does the same.</summary>
/// <param name="Key">The name that it is written under.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Parameters">Its weights.</param>
internal sealed record TorchModule(TorchKey Key, Layer Layer, IReadOnlyList<TorchParameter> Parameters)
{
    /// <summary>Names and shapes of its tensors, by which modules are told apart.</summary>
    public string Form { get; } = TorchGroup.FormOf(Parameters.SelectMany(p => p.Tensors));

    /// <summary>The parameters of a layer with weights of its own, or null where PyTorch has no such layer.</summary>
    /// <param name="layer">The layer, built.</param>
    /// <param name="image">The shape before the layers in front flattened it, if they did and the order of its numbers is another one in PyTorch.</param>
    public static TorchParameter[]? Of(Layer layer, Shape? image) => layer switch
    {
        Dense => Each(layer, w => w.Name == "bias" ? TorchParameter.Same("bias", w)
            : image is null ? TorchParameter.Kernel("weight", w)
            : TorchParameter.Kernel("weight", w, image.Value.Concat(w.Shape[1]), [w.Shape[1], w.Shape[0]])),
        ConvolutionLayer or TransposedConvolutionLayer => Each(layer, w =>
            w.Name == "bias" ? TorchParameter.Same("bias", w) : TorchParameter.Kernel("weight", w)),
        DepthwiseConvolutionLayer => Each(layer, w => w.Name == "bias" ? TorchParameter.Same("bias", w) : Depthwise(w)),
        BatchNormalization or LayerNormalization or GroupNormalization or RMSNormalization => Each(layer, w =>
            image is null ? TorchParameter.Same(Normalizing(w.Name), w) : TorchParameter.Vector(Normalizing(w.Name), w, image.Value)),
        Embedding => Each(layer, w => TorchParameter.Same("weight", w)),
        PReLU when layer.OwnWeights[0].Shape is var s && s.Count == s[^1] => Each(layer, w => TorchParameter.Same("weight", w, s[^1])),
        _ => null,
    };

    /// <summary>A kernel [lengths.., channels, multiplier], which PyTorch keeps as that of as many groups as channels.</summary>
    public static TorchParameter Depthwise(Weight weight) =>
        TorchParameter.Kernel("weight", weight, [.. weight.Shape.Dims[..^2], 1, weight.Shape[^2] * weight.Shape[^1]]);

    private static TorchParameter[] Each(Layer layer, Func<Weight, TorchParameter> parameter) => [.. layer.OwnWeights.Select(parameter)];

    private static string Normalizing(string name) => name switch
    {
        "gamma" or "scale" => "weight",
        "beta" => "bias",
        "moving_mean" => "running_mean",
        _ => "running_var",
    };
}
