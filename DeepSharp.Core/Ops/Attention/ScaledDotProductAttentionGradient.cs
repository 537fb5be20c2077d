namespace DeepSharp;

/// <summary>The gradients of attention: with weights p = exp(scale · q · kᵀ − log sum), masked, and their gradients dp = dropout(dy · vᵀ), those of
/// the scores are ds = p · (dp − Σ dy · y + d(log sum)).</summary>
/// <remarks>
/// Inputs: q, k and v, the outputs of <see cref="ScaledDotProductAttentionOp"/>, their gradients, then its mask and random state if there are.
/// Outputs, with the leading axes stretched: dq = scale · ds · k, dk = scale · dsᵀ · q, dv = dropout(p)ᵀ · dy.
/// </remarks>
/// <param name="Forward">The op whose gradients these are.</param>
public sealed record ScaledDotProductAttentionGradientOp(ScaledDotProductAttentionOp Forward) : Op
{
    /// <inheritdoc/>
    public override string Family => "Attention";

    /// <summary>The inputs that were the forward op's.</summary>
    internal static TensorSpec[] ForwardInputs(ReadOnlySpan<TensorSpec> inputs) => [.. inputs[..3], .. inputs[7..]];

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var y = Forward.Infer(ForwardInputs(inputs));
        foreach (var (i, name) in new[] { "y", "log_sum", "dy", "d_log_sum" }.Index())
        {
            var (expected, given) = (y[i % 2], inputs[3 + i]);
            if (given.DType != expected.DType || !given.Shape.Matches(expected.Shape))
                throw new ShapeMismatchException($"[{Name}] {name} must be {expected} but is {given}.");
        }
        static TensorSpec Stretched(TensorSpec x, Shape batch) => new([.. batch.Dims, .. x.Shape.Dims[^2..]], x.DType);
        return [Stretched(inputs[0], y[1].Shape[..^1]), Stretched(inputs[1], y[1].Shape[..^1]), Stretched(inputs[2], y[0].Shape[..^2])];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (q, k, v, y, logSum, dy, dLogSum) = (x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
        var mask = Forward.HasMask(x.Length - 4) ? x[7] : null;
        var scores = (q * Forward.Scale).MatMul(k, transposeB: true) - logSum.ExpandDims(-1);
        var weights = MaskedSoftmaxOp.Hide(scores, mask, Forward.IsCausal).Exp();
        // Values may have leading axes that the scores do not have: what these share gets the sum of their gradients.
        var dWeights = Forward.Dropped(dy.MatMul(v, transposeB: true).SumTo(weights.Shape), x);
        var sum = (dy * y).Sum(-1).SumTo(logSum.Shape) - dLogSum;
        var ds = weights * (dWeights - sum.ExpandDims(-1)) * Forward.Scale;
        return [ds.MatMul(k), ds.MatMul(q, transposeA: true), Forward.Dropped(weights, x).MatMul(dy, transposeA: true)];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        long bytes = 0;
        foreach (var x in inputs) bytes += x.Bytes;
        foreach (var y in outputs) bytes += y.Bytes;
        return new(2 * inputs[4].Shape.Count * inputs[1].Shape[^2] * (3L * inputs[0].Shape[^1] + 2L * inputs[2].Shape[^1]), bytes);
    }
}
