namespace DeepSharp;

public partial class Model
{
    /// <summary>Rebuilds a layer that looks tokens up from a <c>.keras</c> file, with the vocabulary it was given or has learnt.</summary>
    /// <remarks>Models of Keras may begin with such a layer over strings. Tensors hold no strings, so here the layer is applied to the data before the model: take it with this
    /// method, build the layers behind it, and give them the file's weights with <see cref="LoadWeights"/>.</remarks>
    /// <example><code>
    /// var vectorize = Model.LoadLookup&lt;TextVectorization&gt;("model.keras", "text_vectorization");
    /// var model = new Sequential([100], DType.Int64).Embedding(vectorize.VocabularySize, 16).GlobalAveragePooling1D().Dense(1);
    /// model.LoadWeights("model.keras");
    /// </code></example>
    /// <typeparam name="TLayer"><see cref="Layers.TextVectorization"/>, <see cref="Layers.StringLookup"/> or <see cref="Layers.IntegerLookup"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="name">The layer's name.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelFileException">The file is missing or damaged, or has no such layer; the message names those it has.</exception>
    public static TLayer LoadLookup<TLayer>(string path, string name) where TLayer : Layer
    {
        RequireEnding(path, ".keras");
        return ModelFileException.Reading(path, () =>
        {
            using var file = OpenShared(path);
            var layer = KerasArchive.ReadLookup(file, name);
            return layer as TLayer ?? throw new InvalidDataException($"its layer '{name}' is a {layer.TypeName}, not a {typeof(TLayer).Name}.");
        });
    }
}
