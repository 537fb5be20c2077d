namespace DeepSharp.Onnx;

/// <summary>−log p[label], times the label's weight: for each place, their mean by weights, or their sum. Labels of <c>ignore_index</c> count for
/// nothing.</summary>
internal sealed class NegativeLogLikelihoodLossOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x) => Loss(node, x.Tensor(0), x.Tensor(1), x.OptionalTensor(2));

    /// <summary>The loss of logarithms of probabilities [batch, classes, places..].</summary>
    public static Tensor Loss(OnnxNode node, Tensor logs, Tensor labels, Tensor? weights)
    {
        if (logs.Rank < 2 || labels.Shape != logs.Shape.Remove(1))
            throw new ShapeMismatchException($"[{node.OpType}] labels {labels.Shape} do not fit {logs.Shape}, which is [batch, classes, places..].");
        var counts = Tensor.Ones(labels.Shape, logs.DType, OnnxDevice.Of(logs));
        var at = labels;
        if (node.Has("ignore_index"))
        {
            var seen = labels.NotEqual(node.Int("ignore_index"));
            (counts, at) = (seen.Cast(logs.DType), Tensor.Where(seen, labels, labels.ScalarLike(0)));
        }
        if (weights is not null) counts *= weights.Gather(at);
        var losses = -logs.TakeAlongAxis(at.ExpandDims(1), 1).Squeeze(1) * counts;
        return node.Choice("reduction", "mean", "none", "mean", "sum") switch { "none" => losses, "sum" => losses.Sum(), _ => losses.Sum() / counts.Sum() };
    }
}

/// <summary>The negative log-likelihood of softmax of scores; also the logarithms of the probabilities.</summary>
internal sealed class SoftmaxCrossEntropyLossOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var logs = x.Tensor(0).LogSoftmax(1);
        return [NegativeLogLikelihoodLossOperator.Loss(node, logs, x.Tensor(1), x.OptionalTensor(2)), logs];
    }
}
