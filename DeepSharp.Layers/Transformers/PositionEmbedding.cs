namespace DeepSharp.Layers;

/// <summary>A learnt vector for each position, of the input's shape.</summary>
/// <remarks>KerasHub's layer: [batch, steps, features] → the same, to be added to embeddings; embeddings [sequenceLength, features]. Devlin et al. 2019.</remarks>
/// <param name="sequenceLength">The largest number of steps.</param>
/// <param name="initializer">First values of the vectors.</param>
[Layer(Package = "keras_hub", Module = "keras_hub.src.layers.modeling.position_embedding")]
public sealed partial class PositionEmbedding(int sequenceLength, [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? initializer = null) : Layer
{
    private Weight _embeddings = null!;

    /// <inheritdoc/>
    protected override void Build(CallArguments<Shape> shapes)
    {
        if (SequenceLength < 1) throw new InvalidValueException($"{Title}: sequenceLength must be positive, got {SequenceLength}.");
        var input = shapes.Get("inputs");
        InputRule.RequireLayout(this, input, "[batch, steps, features]");
        _embeddings = AddWeight("embeddings", [SequenceLength, input[^1]], Initializer);
    }

    /// <summary>The formula.</summary>
    /// <param name="inputs">Tells the shape: [batch, steps, features].</param>
    /// <param name="startIndex">The first step's position.</param>
    /// <param name="positions">All positions, [steps] or [batch, steps], instead.</param>
    [CallMethod]
    private Tensor Call(Tensor inputs, int startIndex = 0, Tensor? positions = null)
    {
        int steps = inputs.Shape[1];
        if (positions is not null || steps == Dim.Any)
            return _embeddings.Value.Gather(StepPositions.Of(this, inputs, steps, startIndex, positions)).BroadcastTo(inputs.Shape);
        if (startIndex < 0 || startIndex + steps > SequenceLength)
            throw new ShapeMismatchException($"PositionEmbedding has vectors for {SequenceLength} positions but needs them for {startIndex} to {startIndex + steps - 1}. Give it a larger sequenceLength.");
        return _embeddings.Value[startIndex..(startIndex + steps)].BroadcastTo(inputs.Shape);
    }
}
