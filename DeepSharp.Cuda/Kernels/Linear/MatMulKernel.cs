namespace DeepSharp.Gpu;

/// <summary>The batched matrix product through cuBLAS. Operands that lie by rows or by columns are read as they are.</summary>
internal sealed class MatMulKernel : CudaKernel<MatMulOp>
{
    public override bool Takes16Bit => true;

    protected override bool AcceptsStrided(MatMulOp op, int input) => true;

    protected override bool AcceptsStrided(MatMulOp op, int input, Tensor view) => CanRead(view);

    /// <summary>Whether cuBLAS reads the matrices as they are: they lie by rows or by columns, one after the other.</summary>
    internal static bool CanRead(Tensor view) => TryMatrix(view, false) is not null && Array.TrueForAll(view.Strides, s => s >= 0);

    protected override void Run(CudaContext cuda, MatMulOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (y.Count == 0) return;
        int m = y.Shape[^2], n = y.Shape[^1], k = op.TransposeA ? inputs[0].Shape[^2] : inputs[0].Shape[^1];
        if (k == 0)
        {
            cuda.Clear(y.Address(), y.Spec.Bytes);
            return;
        }
        var (a, b) = (inputs[0], inputs[1]);
        if (b.Rank == 2 && !op.TransposeA && a.IsContiguous)
        {
            // One B for all: the batch is one tall product.
            cuda.Blas.Gemm(y.DType, checked((int)(y.Count / n)), n, k, new(a.Address(), k), Matrix(b, op.TransposeB), new(y.Address(), n));
            return;
        }
        RunBatched(cuda, op, a, b, y, (m, n, k));
    }

    /// <summary>The innermost run of batch axes that both operands walk with one step is one call.</summary>
    private static void RunBatched(CudaContext cuda, MatMulOp op, Tensor a, Tensor b, Tensor y, (int M, int N, int K) size)
    {
        int axes = y.Rank - 2, first = axes - 1, batch = 1;
        Span<long> sa = stackalloc long[axes], sb = stackalloc long[axes];
        BatchSteps(a, y, sa);
        BatchSteps(b, y, sb);
        if (axes > 0)
        {
            batch = y.Shape[first];
            while (first > 0 && sa[first - 1] == sa[first] * y.Shape[first] && sb[first - 1] == sb[first] * y.Shape[first]) batch *= y.Shape[--first];
        }
        long each = (long)size.M * size.N, outer = y.Count / each / batch;
        for (long o = 0; o < outer; o++)
        {
            long rest = o, fromA = 0, fromB = 0;
            for (int d = first - 1; d >= 0; d--)
            {
                fromA += rest % y.Shape[d] * sa[d];
                fromB += rest % y.Shape[d] * sb[d];
                rest /= y.Shape[d];
            }
            cuda.Blas.Gemm(
                y.DType, size.M, size.N, size.K, Matrix(a, op.TransposeA, fromA, axes > 0 ? sa[axes - 1] : 0), Matrix(b, op.TransposeB, fromB, axes > 0 ? sb[axes - 1] : 0),
                new(y.Address(o * batch * each), size.N, false, each), batch: batch);
        }
    }

    /// <summary>A matrix of a tensor, by rows.</summary>
    /// <param name="t">The tensor.</param>
    /// <param name="transposed">Whether the product takes the transpose.</param>
    /// <param name="from">The matrix' first element.</param>
    /// <param name="batchStep">Elements from one matrix to the next.</param>
    internal static BlasMatrix Matrix(Tensor t, bool transposed, long from = 0, long batchStep = 0) => TryMatrix(t, transposed, from, batchStep)!.Value;

    /// <summary>The matrices as they lie in memory, by rows or by columns; null where they lie neither way.</summary>
    private static BlasMatrix? TryMatrix(Tensor t, bool transposed, long from = 0, long batchStep = 0)
    {
        int rows = t.Shape[^2], columns = t.Shape[^1];
        long rowStep = rows == 1 ? columns : t.Strides[^2], columnStep = columns == 1 ? rows : t.Strides[^1];
        if ((columnStep == 1 || columns == 1) && rowStep >= columns) return new(Start(t, from), checked((int)Math.Max(1, rowStep)), transposed, batchStep);
        if ((rowStep == 1 || rows == 1) && columnStep >= rows) return new(Start(t, from), checked((int)Math.Max(1, columnStep)), !transposed, batchStep);
        return null;
    }

    /// <summary>The address of an element; none while the view has no memory yet.</summary>
    private static DevicePointer Start(Tensor t, long from) => t.Storage is null ? default : t.Address(from);

    /// <summary>The operand's steps along the output's batch axes; zero where it repeats.</summary>
    private static void BatchSteps(Tensor t, Tensor y, Span<long> steps)
    {
        int lead = y.Rank - t.Rank;
        for (int d = 0; d < steps.Length; d++) steps[d] = d < lead || t.Shape[d - lead] == 1 ? 0 : t.Strides[d - lead];
    }
}
