namespace DeepSharp.Layers;

/// <summary>What element-wise merging of several inputs shares: their shapes stretch to a common one.</summary>
/// <remarks>Inputs of fewer axes get axes of length one after the batch. The mask is the union of the inputs' masks, none where one has none.</remarks>
public abstract class MergeLayer : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected sealed override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        if (inputs.Length < 2) throw new ShapeMismatchException($"{TypeName} merges two tensors or more but got {inputs.Length}.");
        var dtype = inputs.Select(x => x.DType).Aggregate(DTypes.Promote);
        int rank = inputs.Max(x => x.Rank);
        return [Merge([.. inputs.Select(x => Raised(x.Cast(dtype), rank))])];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(Tensor[] inputs)
    {
        if (inputs.Any(x => x.Mask is null)) return null;
        return inputs.Select(x => x.Mask!.Cast(DType.Int32)).Aggregate((a, b) => a + b) > 0;
    }

    /// <summary>The merging of tensors with equal numbers of axes.</summary>
    private protected abstract Tensor Merge(Tensor[] inputs);

    private static Tensor Raised(Tensor x, int rank)
    {
        while (x.Rank < rank) x = x.ExpandDims(Math.Min(1, x.Rank));
        return x;
    }
}
