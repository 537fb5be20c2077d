namespace DeepSharp.Losses;

/// <summary>
/// Connectionist temporal classification: −ln of the probability of all ways to spread the label over the steps, with blanks between, one number a sample.
/// </summary>
/// <remarks>
/// Graves et al. 2006. Targets are [batch, length], class numbers from 1 with zeros behind them as padding; predictions are scores before softmax,
/// [batch, steps, classes], class 0 being the blank. Steps that the predictions' mask leaves out are passed over. A label that needs more steps than
/// there are is an error.
/// </remarks>
[Configurable]
public sealed partial class CTC() : Loss
{
    private const int Blank = 0;

    /// <inheritdoc/>
    protected override bool MindsMask => true;

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        if (yTrue.Rank != 2 || yPred.Rank != 3)
            throw new ShapeMismatchException(
                $"CTC expects targets [batch, length] and predictions [batch, steps, classes] but got {yTrue.Shape} and {yPred.Shape}.");
        var scores = Ranks.Floating(yPred);
        var labels = yTrue.DType == DType.Int64 ? yTrue : yTrue.Cast(DType.Int32);
        var lengths = labels.NotEqual(Blank).Cast(DType.Int32).Sum(-1);
        if (yPred.Mask is not { } mask)
        {
            var all = (lengths * 0) + scores.Shape[1];
            return scores.CtcLoss(labels, lengths, all, Blank);
        }
        var counts = mask.Cast(DType.Int32);
        if (!counts.Shape.Matches(scores.Shape[..2]))
            throw new ShapeMismatchException($"CTC expects a mask of the steps, {scores.Shape[..2]}, but the predictions have one of shape {mask.Shape}.");
        // Sorting is stable, so the steps that count come first and in their order.
        var order = counts.ArgSort(1, descending: true);
        return scores.TakeAlongAxis(order.ExpandDims(-1), 1).CtcLoss(labels, lengths, counts.Sum(-1), Blank);
    }
}
