namespace DeepSharp.Onnx;

/// <summary>One number for each channel over all spatial axes, which stay with length one.</summary>
internal abstract class GlobalPool : OnnxOperator
{
    public sealed override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        int rank = x[0].Rank;
        if (rank < 3) throw new ShapeMismatchException($"[{node.OpType}] expects data [batch, channels, spatial..] but got {x[0].Shape}.");
        return [OnnxValue.ChannelsLast(Pool(node, x[0].Last, [.. Enumerable.Range(1, rank - 2)]))];
    }

    /// <summary>The number over axes.</summary>
    protected abstract Tensor Pool(OnnxNode node, Tensor x, Axes axes);
}

/// <summary>The mean of each channel.</summary>
internal sealed class GlobalAveragePoolOperator : GlobalPool
{
    protected override Tensor Pool(OnnxNode node, Tensor x, Axes axes) => x.Mean(axes, keepDims: true);
}

/// <summary>The largest element of each channel.</summary>
internal sealed class GlobalMaxPoolOperator : GlobalPool
{
    protected override Tensor Pool(OnnxNode node, Tensor x, Axes axes) => x.Max(axes, keepDims: true);
}

/// <summary>The p-norm of each channel.</summary>
internal sealed class GlobalLpPoolOperator : GlobalPool
{
    protected override Tensor Pool(OnnxNode node, Tensor x, Axes axes)
    {
        int p = node.Int("p", 2);
        return p == 2 ? x.Square().Sum(axes, keepDims: true).Sqrt() : x.Abs().Pow(p).Sum(axes, keepDims: true).Pow(1.0 / p);
    }
}
