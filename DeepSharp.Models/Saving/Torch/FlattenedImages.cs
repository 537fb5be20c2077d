using DeepSharp.Layers;

namespace DeepSharp.Torch;

/// <summary>Finds the layers behind a <see cref="Flatten"/> of images. PyTorch has the channels first, so it flattens the same numbers in another order, which
/// the weights behind it follow.</summary>
internal sealed class FlattenedImages
{
    private readonly Dictionary<Layer, Layer> _before = [];

    public FlattenedImages(Model model) => Walk(model, []);

    /// <summary>The shape [lengths.., channels] of the images that a layer gets flattened; null if it gets none, or in the order that PyTorch
    /// has, too.</summary>
    public Shape? Before(Layer layer)
    {
        for (var at = layer; _before.TryGetValue(at, out var source); at = source)
        {
            if (source is Flatten or Reshape { TargetShape.Length: 1 } && source.BuildShapes is [{ Rank: > 2 } shape])
            {
                var image = shape[1..];
                bool isTurned = image.IsKnown && IsChannelsFirst(source, shape) && layer.OwnWeights is [var first, ..] && first.Shape[0] == image.Count;
                return isTurned ? new Shape?(image) : default;
            }
            if (source.BuildShapes is not [{ Rank: 2 }] || source.OwnWeights.Count > 0 && source is not (BatchNormalization or LayerNormalization)) return null;
        }
        return null;
    }

    /// <summary>Whether what is flattened has its channels first in PyTorch: images, and of sequences those of convolutions and pools.</summary>
    private bool IsChannelsFirst(Layer flatten, Shape shape)
    {
        if (shape.Rank > 3) return true;
        for (var at = flatten; _before.TryGetValue(at, out var source); at = source)
        {
            if (source is ConvolutionLayer or TransposedConvolutionLayer or DepthwiseConvolutionLayer or SeparableConvolutionLayer or PoolingLayer) return true;
            if (source.OwnWeights.Count > 0 && source is not (BatchNormalization or GroupNormalization) || source.Sublayers.Count > 0) return false;
        }
        return false;
    }

    private void Walk(Model model, HashSet<Model> seen)
    {
        if (!seen.Add(model)) return;
        if (model.Outputs.Count > 0)
        {
            foreach (var call in new GraphOrder(model.Inputs, model.Outputs).Calls)
                if (call.Inputs is [var input]) _before.TryAdd(call.Layer, Last(input));
        }
        else if (model is Sequential)
        {
            foreach (var (before, layer) in model.Layers.Zip(model.Layers.Skip(1))) _before.TryAdd(layer, before is Model inner ? LastOf(inner, 0) : before);
        }
        foreach (var inner in model.Layers.OfType<Model>()) Walk(inner, seen);
    }

    private static Layer Last(SymbolicTensor tensor) => tensor.Layer is Model inner ? LastOf(inner, tensor.Index) : tensor.Layer;

    private static Layer LastOf(Model model, int output) => model.Outputs.Count > output ? Last(model.Outputs[output])
        : model.Layers is [.., var last] ? last is Model inner ? LastOf(inner, 0) : last : model;
}
