namespace DeepSharp.Losses;

/// <summary>The cross-entropy that fits the shapes, as <c>loss: "crossentropy"</c> means it in Keras.</summary>
/// <remarks>
/// One output unit: binary. Labels with one axis less than the predictions, or with a last axis of one: class numbers. Otherwise one-hot labels.
/// Predictions are probabilities.
/// </remarks>
[Configurable(Aliases = ["ce"])]
public sealed partial class Crossentropy() : Loss
{
    private (LabelKind Kind, Loss Loss)? _choice;

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred) => For(LabelKinds.Of(yTrue, yPred)).PerElement(yTrue, yPred);

    private Loss For(LabelKind kind)
    {
        if (_choice?.Kind != kind)
            _choice = (kind, kind switch
            {
                LabelKind.Binary => new BinaryCrossentropy(),
                LabelKind.ClassNumbers => new SparseCategoricalCrossentropy(),
                _ => new CategoricalCrossentropy(),
            });
        return _choice.Value.Loss;
    }
}
