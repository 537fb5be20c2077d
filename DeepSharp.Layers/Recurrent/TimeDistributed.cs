namespace DeepSharp.Layers;

/// <summary>Applies a layer to every time step by itself, with the same weights.</summary>
/// <remarks>
/// [batch, time, …] → [batch, time, …]. The steps are put into the batch, so that the layer runs once: what depends on the whole batch, such as
/// batch normalization in training, sees all steps together. A mask [batch, time] stays with the result; the part of a longer mask that
/// belongs to a step is given to the layer.
/// </remarks>
/// <param name="layer">The layer for one step; a layer with one input and one output.</param>
[Layer]
public sealed partial class TimeDistributed(Layer layer) : Wrapper(layer)
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape[] inputs)
    {
        InputRule.RequireAxes(this, inputs[0], 3);
        Layer.TakeType(this);
        base.Build([inputs[0].Remove(1)]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireAxes(this, x.Shape, 3);
        var mask = x.Mask;
        return TimeFold.Apply(x, steps =>
        {
            if (mask is { Rank: > 2 })
                steps.Mask = steps.Device == Device.Null
                    ? new(new(mask.Shape.Remove(0), mask.DType), Device.Null)
                    : mask.Reshape([steps.Shape[0], .. mask.Shape[2..]]);
            return Layer.Apply(steps);
        });
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(Tensor[] inputs) =>
        inputs[0].Mask is { Rank: > 2 } mask ? mask.Any([.. Enumerable.Range(2, mask.Rank - 2)]) : inputs[0].Mask;
}
