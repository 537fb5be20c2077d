namespace DeepSharp.Layers;

/// <summary>The errors that layers over strings share.</summary>
internal static class TextLayers
{
    /// <summary>A layer over strings was given a tensor.</summary>
    public static InvalidValueException NoTensors(Layer layer) => new(
        $"{layer.Title} takes strings, which tensors do not hold, so it cannot stand inside a model. Apply it to the data before the model: "
        + "layer.Apply(texts), or TextDataset.From(texts, labels).Map(layer.Apply).");

    /// <summary>A lookup is used before it has a vocabulary.</summary>
    public static InvalidValueException NoVocabulary(Layer layer) => new(
        $"{layer.Title} has no vocabulary yet. Call Adapt(data) to learn one, or give it one.");
}
