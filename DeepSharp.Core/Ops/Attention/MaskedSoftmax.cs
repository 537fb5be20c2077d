namespace DeepSharp;

/// <summary>Probabilities from scores [.., queries, keys] along the keys, of which a mask takes some away; a query without any key gets zeros.</summary>
/// <remarks>Inputs: scores and, if there is one, a bool mask that stretches over them, true where a query may see a key.</remarks>
/// <param name="IsCausal">Whether query i sees only the keys up to i.</param>
public sealed record MaskedSoftmaxOp(bool IsCausal = false) : Op
{
    /// <summary>Stands for minus infinity, which would make NaN of a row that is masked as a whole.</summary>
    internal const double Unseen = -1e9;

    /// <inheritdoc/>
    public override string Family => "Attention";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Floating, inputs[0].DType);
        if (inputs[0].Shape.Rank < 2) throw new ShapeMismatchException($"[{Name}] expects scores [.., queries, keys] but got {inputs[0].Shape}.");
        if (inputs.Length > 1) RequireMask(Name, inputs[1], inputs[0].Shape);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        Tensor? mask = x.Length > 1 ? x[1] : null;
        var weights = Hide(x[0], mask, IsCausal).Softmax();
        if (mask is null) return [weights];
        weights = Tensor.Where(mask, weights, weights.ScalarLike(0));
        // Where the mask leaves a query only keys of the future, the two together leave none.
        return [IsCausal ? weights.Tril() : weights];
    }

    /// <summary>Scores that are very low where a query may not see a key.</summary>
    internal static Tensor Hide(Tensor scores, Tensor? mask, bool isCausal)
    {
        if (isCausal)
        {
            var causal = scores.Positions(scores.Shape[^2]).ExpandDims(1) >= scores.Positions(scores.Shape[^1]);
            scores = Tensor.Where(causal, scores, scores.ScalarLike(Unseen));
        }
        return mask is null ? scores : Tensor.Where(mask, scores, scores.ScalarLike(Unseen));
    }

    /// <summary>Rejects a mask that does not stretch over scores of this shape.</summary>
    internal static void RequireMask(string who, TensorSpec mask, Shape scores)
    {
        if (mask.DType != DType.Bool) throw new DTypeMismatchException($"[{who}] the mask must be bool but is {mask}. Compare it with something first, for example mask > 0.");
        if (!Shape.Broadcast(mask.Shape, scores, who).Matches(scores))
            throw new ShapeMismatchException($"[{who}] the mask {mask.Shape} does not stretch over the scores {scores}, which are [.., queries, keys].");
    }
}

public sealed partial class Tensor
{
    /// <summary>Probabilities from scores [.., queries, keys] along the last axis, of which a mask takes some away.</summary>
    /// <param name="mask">A bool tensor that stretches over the scores, true where a query may see a key; all if null.</param>
    /// <param name="isCausal">Whether query i sees only the keys up to i.</param>
    /// <returns>Weights of the scores' shape; zeros where a query sees nothing.</returns>
    /// <exception cref="ShapeMismatchException">The mask does not stretch over the scores.</exception>
    /// <exception cref="DTypeMismatchException">The mask is not bool.</exception>
    public Tensor MaskedSoftmax(Tensor? mask = null, bool isCausal = false)
    {
        var op = new MaskedSoftmaxOp(isCausal);
        return mask is null ? op.Apply(Fractional(this)) : op.Apply(Fractional(this), mask);
    }
}
