namespace DeepSharp.Onnx;

/// <summary>(x − μ) / √(σ² + ε) · γ + β for each channel: with stored statistics, or in training mode with the batch's, which the stored ones follow.</summary>
internal sealed class BatchNormalizationOperator : OnnxOperator
{
    public override int Since => 7;

    public override bool IsStatistic(int input) => input >= 3;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        double epsilon = node.Float("epsilon", 1e-5), momentum = node.Float("momentum", 0.9);
        var (gamma, beta, mean, variance) = (x.Tensor(1), x.Tensor(2), x.Tensor(3), x.Tensor(4));
        bool isLast = x[0].IsLast || x[0].Rank < 3;
        var data = isLast ? x[0].Last : x[0].Plain;
        var wide = gamma.DType;
        int axis = isLast ? data.Rank - 1 : 1;
        if (data.Rank < 2) throw new ShapeMismatchException($"[BatchNormalization] expects data [batch, channels, ..] but got {data.Shape}.");
        if (!node.Flag("training_mode") && !node.Wants(1))
            return [Placed(data.Cast(wide).BatchNormInference(mean.Cast(wide), variance.Cast(wide), gamma, beta, axis, epsilon).Cast(data.DType),
                isLast, data.Rank)];
        var (y, batchMean, batchVariance) = data.Cast(wide).BatchNorm(gamma, beta, axis, epsilon);
        return
        [
            Placed(y.Cast(data.DType), isLast, data.Rank),
            mean * momentum + batchMean.Cast(mean.DType) * (1 - momentum),
            variance * momentum + batchVariance.Cast(variance.DType) * (1 - momentum),
        ];
    }

    private static OnnxValue Placed(Tensor y, bool isLast, int rank) => isLast && rank >= 3 ? OnnxValue.ChannelsLast(y) : y;
}
