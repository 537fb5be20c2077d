namespace DeepSharp;

/// <summary>
/// A backend that computes. Which element types kernels see, and which ops get kernels made for exactly their function, is the same on every device.
/// </summary>
internal abstract class ComputingBackend : Backend
{
    /// <inheritdoc/>
    public sealed override Kernel? FindKernel(Op op, ReadOnlySpan<TensorSpec> inputs) => op switch
    {
        _ when !ReferenceEquals(op.ForFloat32(), op) => null,
        CastOp cast when inputs[0].DType == DType.BFloat16 && cast.To != DType.Float32 => null,
        WhereOp or CastOp => Elementwise((ElementwiseOp)op, inputs),
        ElementwiseOp or ReduceOp when Has16Bit(inputs) => null,
        ElementwiseOp elementwise => Elementwise(elementwise, inputs),
        FusedOp chain => Chain(chain, inputs),
        _ => Find(op, inputs),
    };

    /// <summary>The kernel of one element-wise op.</summary>
    protected abstract Kernel Elementwise(ElementwiseOp op, ReadOnlySpan<TensorSpec> inputs);

    /// <summary>The kernel of a fused chain.</summary>
    protected abstract Kernel Chain(FusedOp op, ReadOnlySpan<TensorSpec> inputs);

    /// <summary>The kernel of another op; reductions see no 16-bit floats.</summary>
    protected abstract Kernel? Find(Op op, ReadOnlySpan<TensorSpec> inputs);

    /// <summary>The kernel that a table has for the op, where it takes such inputs.</summary>
    protected static Kernel? Listed<TKernel>(Dictionary<Type, Func<TKernel>> table, Op op, ReadOnlySpan<TensorSpec> inputs) where TKernel : ComputingKernel =>
        table.TryGetValue(op.GetType(), out var create) && create() is var kernel && kernel.Supports(op, inputs) && (kernel.Takes16Bit || !Has16Bit(inputs))
            ? kernel : null;

    /// <summary>Whether some input holds 16-bit floats. Where a kernel does not take them the op finds none, and runs widened.</summary>
    private static bool Has16Bit(ReadOnlySpan<TensorSpec> inputs)
    {
        foreach (var input in inputs)
            if (input.DType.Is16Bit) return true;
        return false;
    }
}
