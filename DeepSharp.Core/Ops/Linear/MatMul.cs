namespace DeepSharp;

/// <summary>The matrix product of the last two axes; leading axes are batches and broadcast.</summary>
/// <param name="TransposeA">Reads a with its last two axes swapped.</param>
/// <param name="TransposeB">Reads b with its last two axes swapped.</param>
public sealed record MatMulOp(bool TransposeA = false, bool TransposeB = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "matmul";

    /// <inheritdoc/>
    public override string Family => "Linear";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (a.DType != b.DType || !a.DType.IsFloating)
            throw new DTypeMismatchException($"[matmul] expects two tensors of one floating type but got {a} and {b}. Cast them.");
        if (a.Shape.Rank < 2 || b.Shape.Rank < 2)
            throw new ShapeMismatchException($"[matmul] expects operands of at least two axes but got {a.Shape} and {b.Shape}. Add an axis with ExpandDims.");
        var (m, k) = TransposeA ? (a.Shape[^1], a.Shape[^2]) : (a.Shape[^2], a.Shape[^1]);
        var (k2, n) = TransposeB ? (b.Shape[^1], b.Shape[^2]) : (b.Shape[^2], b.Shape[^1]);
        if (k != k2 && k != Dim.Any && k2 != Dim.Any)
            throw new ShapeMismatchException(
                $"[matmul] inner dimensions differ: {a.Shape}{(TransposeA ? "ᵀ" : "")} × {b.Shape}{(TransposeB ? "ᵀ" : "")} ({k} != {k2}).");
        var batch = Shape.Broadcast(a.Shape[..^2], b.Shape[..^2], Name);
        return [new([.. batch.Dims, m, n], a.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (a, b, dy) = (s.Xs[0], s.Xs[1], s.Dy);
        Tensor? da = !s.Needs(0) ? null
            : TransposeA ? b.MatMul(dy, TransposeB, true) : dy.MatMul(b, false, !TransposeB);
        if (!s.Needs(1)) return [da, null];
        // A matrix that a batch shares gets one product over all rows of the batch, not a sum of products.
        if (b.Rank == 2 && a.Rank > 2 && !TransposeA) (a, dy) = (Rows(a), Rows(dy));
        var db = TransposeB ? dy.MatMul(a, true, TransposeA) : a.MatMul(dy, !TransposeA, false);
        return [da, db];
    }

    private static Tensor Rows(Tensor x) => x.Reshape([(int)x.Shape[..^1].Count, x.Shape[^1]]);

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) =>
        new(2 * outputs[0].Shape.Count * (TransposeA ? inputs[0].Shape[^2] : inputs[0].Shape[^1]), inputs[0].Bytes + inputs[1].Bytes + outputs[0].Bytes);
}

public sealed partial class Tensor
{
    /// <summary>The matrix product: [.., m, k] × [.., k, n] → [.., m, n].</summary>
    /// <param name="b">The right factor.</param>
    /// <param name="transposeA">Reads this tensor with its last two axes swapped.</param>
    /// <param name="transposeB">Reads <paramref name="b"/> with its last two axes swapped.</param>
    /// <exception cref="ShapeMismatchException">The inner lengths differ or the batches do not broadcast.</exception>
    /// <exception cref="DTypeMismatchException">The operands are not of one floating type.</exception>
    public Tensor MatMul(Tensor b, bool transposeA = false, bool transposeB = false) => new MatMulOp(transposeA, transposeB).Apply(this, b);
}
