namespace DeepSharp;

/// <summary>The shape rule of losses whose targets have the shape of the predictions.</summary>
internal static class Targets
{
    /// <summary>Checks predictions and targets; gives the shape without the axis of the classes.</summary>
    public static Shape Infer(string who, TensorSpec predictions, TensorSpec targets, int axis)
    {
        Domains.Require(who, FnDomain.Floating, predictions.DType);
        if (predictions.DType != targets.DType)
            throw new DTypeMismatchException(
                $"[{who}] predictions and targets differ in element type: {predictions} and {targets}. Cast one of them.");
        if (!predictions.Shape.Matches(targets.Shape))
            throw new ShapeMismatchException(
                $"[{who}] targets must have the predictions' shape {predictions.Shape} but have {targets.Shape}. " +
                "For integer labels use the sparse loss.");
        return predictions.Shape.Remove(predictions.Shape.Axis(axis, who));
    }
}
