namespace DeepSharp.Onnx;

/// <summary>A function of any number of tensors, stretched to a common shape.</summary>
internal abstract class Variadic : OnnxOperator
{
    /// <inheritdoc/>
    public override bool MayOverflow => true;

    /// <inheritdoc/>
    public sealed override OnnxValue[] Run(OnnxNode node, OnnxArguments x) =>
        [OnnxValue.Zip(x.All, t => BinaryFunction.Narrowed(Finish(t.Aggregate((a, b) => a.DType == b.DType ? Join(a, b)
            : throw new DTypeMismatchException($"[{node.OpType}] the inputs differ in type: {a.Spec} and {b.Spec}.")), t.Length), t[0].DType))];

    /// <summary>Two of them.</summary>
    protected abstract Tensor Join(Tensor a, Tensor b);

    /// <summary>What is done when all are joined.</summary>
    protected virtual Tensor Finish(Tensor joined, int count) => joined;
}

/// <summary>The sum of tensors.</summary>
internal sealed class SumOperator : Variadic
{
    protected override Tensor Join(Tensor a, Tensor b) => a + b;
}

/// <summary>The mean of tensors.</summary>
internal sealed class MeanOperator : Variadic
{
    protected override Tensor Join(Tensor a, Tensor b) => a + b;

    protected override Tensor Finish(Tensor joined, int count) => joined * (1.0 / count);
}

/// <summary>The largest of tensors, element by element.</summary>
internal sealed class MaxOperator : Variadic
{
    protected override Tensor Join(Tensor a, Tensor b) => Tensor.Maximum(a, b);
}

/// <summary>The smallest of tensors, element by element.</summary>
internal sealed class MinOperator : Variadic
{
    protected override Tensor Join(Tensor a, Tensor b) => Tensor.Minimum(a, b);
}
