namespace DeepSharp;

/// <summary>Brings targets and predictions to the same number of axes, as Keras does: a trailing axis of one is dropped or added.</summary>
internal static class Ranks
{
    /// <summary>Targets and predictions of one shape, so that [n] against [n, 1] never becomes [n, n].</summary>
    /// <exception cref="ShapeMismatchException">They differ in more than a trailing axis of one.</exception>
    public static (Tensor True, Tensor Pred) Match(string who, Tensor yTrue, Tensor yPred)
    {
        if (yPred.Rank - yTrue.Rank == 1 && yPred.Shape[^1] == 1) yTrue = yTrue.ExpandDims(-1);
        else if (yTrue.Rank - yPred.Rank == 1 && yTrue.Shape[^1] == 1) yTrue = yTrue.Squeeze(-1);
        if (!yTrue.Shape.Matches(yPred.Shape))
            throw new ShapeMismatchException($"{who} expects targets of the predictions' shape {yPred.Shape} but got {yTrue.Shape}. Check the last layer's units and the labels.");
        return (yTrue.Cast(yPred.DType), yPred);
    }
}
