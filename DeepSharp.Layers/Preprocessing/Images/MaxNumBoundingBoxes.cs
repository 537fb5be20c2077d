namespace DeepSharp.Layers;

/// <summary>Gives every image the same number of bounding boxes: leaves out those beyond it, and fills up with boxes and labels of one value.</summary>
/// <remarks>Boxes [batch, n, 4] → [batch, maxNumber, 4]; labels [batch, n], where given, → [batch, maxNumber]. Images need no such layer: they stay as they are.</remarks>
/// <param name="maxNumber">The number of boxes, above zero.</param>
/// <param name="fillValue">What fills up: −1 by the custom of detection losses, which leave such boxes out.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class MaxNumBoundingBoxes(int maxNumber, int fillValue = -1) : Layer
{
    /// <summary>The number of boxes.</summary>
    public int MaxNumber { get; } = maxNumber > 0 ? maxNumber : throw new InvalidValueException($"MaxNumBoundingBoxes expects a maxNumber above zero but got {maxNumber}.");

    /// <summary>The formula.</summary>
    /// <param name="boxes">[batch, n, 4], in any format of boxes.</param>
    /// <param name="labels">[batch, n]: the boxes' classes.</param>
    [CallMethod]
    private Tensor[] Call(Tensor boxes, Tensor? labels = null)
    {
        InputRule.RequireLayout(this, boxes.Shape, "[batch, boxes, coordinates]");
        if (labels is not null && !labels.Shape.Matches(boxes.Shape[..2]))
            throw new ShapeMismatchException($"MaxNumBoundingBoxes expects a label for each box of {boxes.Shape} but got labels {labels.Shape}. Give labels [batch, boxes].");
        return labels is null ? [Sized(boxes)] : [Sized(boxes), Sized(labels)];
    }

    private Tensor Sized(Tensor x)
    {
        if (x.Shape[1] == Dim.Any) throw new ShapeMismatchException($"MaxNumBoundingBoxes needs to know the number of boxes: {x.Shape}. Give the model that length.");
        var kept = x.Slice(1, ..Math.Min(x.Shape[1], MaxNumber));
        return kept.Pad([default, (0, MaxNumber - kept.Shape[1])], value: FillValue);
    }
}
