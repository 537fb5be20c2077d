namespace DeepSharp.Onnx;

/// <summary>The place of the largest or smallest element along an axis, as int64.</summary>
internal abstract class ArgExtreme : OnnxFunction
{
    protected sealed override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = data.Shape.Axis(node.Int("axis", 0), node.OpType);
        bool keep = node.Flag("keepdims", true);
        if (!node.Flag("select_last_index")) return Locate(data, axis, keep).Cast(DType.Int64);
        return data.Shape[axis] - 1 - Locate(data.Flip(axis), axis, keep).Cast(DType.Int64);
    }

    /// <summary>The first place.</summary>
    protected abstract Tensor Locate(Tensor x, int axis, bool keep);
}

/// <summary>The place of the largest element along an axis.</summary>
internal sealed class ArgMaxOperator : ArgExtreme
{
    protected override Tensor Locate(Tensor x, int axis, bool keep) => x.ArgMax(axis, keep);
}

/// <summary>The place of the smallest element along an axis.</summary>
internal sealed class ArgMinOperator : ArgExtreme
{
    protected override Tensor Locate(Tensor x, int axis, bool keep) => x.ArgMin(axis, keep);
}
