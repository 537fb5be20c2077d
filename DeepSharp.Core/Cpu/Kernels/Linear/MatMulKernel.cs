using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The batched matrix product through the blocked product; strided operands are packed as they are.</summary>
internal sealed unsafe class MatMulKernel : CpuKernel<MatMulOp>, IProductKernel
{
    protected override bool AcceptsStrided(MatMulOp op, int input) => true;

    protected override void Run(MatMulOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => RunProduct(op, inputs, outputs[0], default);

    public bool HasWarmRows(Op op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[1].Shape.Rank == 2 && (inputs[0].Shape.Rank == 2 || !((MatMulOp)op).TransposeA);

    public void RunProduct(Op op, ReadOnlySpan<Tensor> inputs, Tensor y, ProductEpilogue epilogue)
    {
        var matmul = (MatMulOp)op;
        if (y.DType == DType.Float32) Run<float>(matmul, inputs[0], inputs[1], y, epilogue);
        else Run<double>(matmul, inputs[0], inputs[1], y, epilogue);
    }

    private static void Run<T>(MatMulOp op, Tensor a, Tensor b, Tensor y, ProductEpilogue epilogue) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = y.Rank, m = y.Shape[^2], n = y.Shape[^1];
        var (ars, acs) = Matrix(a, op.TransposeA);
        var (brs, bcs) = Matrix(b, op.TransposeB);
        int k = op.TransposeA ? a.Shape[^2] : a.Shape[^1];
        T* pa = a.Pointer<T>(), pb = b.Pointer<T>(), py = y.Pointer<T>();
        long size = (long)m * n;
        if (rank == 2 || y.Count == size)
        {
            Gemm.Run(m, n, k, pa, ars, acs, pb, brs, bcs, py, n, false, epilogue.As<T>(), kept: b.Kept(brs, bcs));
            return;
        }
        if (b.Rank == 2 && !op.TransposeA && a.IsContiguous)
        {
            // One B for all: the batch is one tall product.
            Gemm.Run(checked((int)(y.Count / n)), n, k, pa, ars, acs, pb, brs, bcs, py, n, false, epilogue.As<T>(), kept: b.Kept(brs, bcs));
            return;
        }

        // The innermost run of batch axes that both operands walk with one step goes to the batched product in one call.
        Span<long> sa = stackalloc long[rank - 2], sb = stackalloc long[rank - 2];
        BatchSteps(a, y, sa);
        BatchSteps(b, y, sb);
        int first = rank - 3;
        int batch = y.Shape[first];
        while (first > 0 && sa[first - 1] == sa[first] * y.Shape[first] && sb[first - 1] == sb[first] * y.Shape[first])
            batch *= y.Shape[--first];
        int inner = rank - 3;
        long outer = y.Count / size / Math.Max(batch, 1);
        if (outer == 1 && sb[inner] == 0 && RowProduct<T, TileEpilogue<T>>.Suits(m, n, k, acs))
        {
            RowProduct<T, TileEpilogue<T>>.Share(batch, sa[inner], m, n, k, pa, (nint)ars, new MatrixPacker<T>(pb, bcs, brs), py, n, epilogue.As<T>(),
                kept: b.Kept(brs, bcs));
            return;
        }
        for (long o = 0; o < outer; o++)
        {
            long rest = o, oa = 0, ob = 0;
            for (int d = first - 1; d >= 0; d--)
            {
                oa += rest % y.Shape[d] * sa[d];
                ob += rest % y.Shape[d] * sb[d];
                rest /= y.Shape[d];
            }
            T* target = py + o * batch * size;
            Gemm.RunBatched(batch, m, n, k, pa + oa, sa[inner], ars, acs, pb + ob, sb[inner], brs, bcs, target, size, n);
        }
        if (n > 0) epilogue.As<T>().ApplyAll(py, checked((int)(y.Count / n)));
    }

    private static (long Row, long Column) Matrix(Tensor t, bool transposed)
    {
        long row = t.Strides[^2], column = t.Strides[^1];
        return transposed ? (column, row) : (row, column);
    }

    /// <summary>The operand's steps along the output's batch axes; zero where it repeats.</summary>
    private static void BatchSteps(Tensor t, Tensor y, Span<long> steps)
    {
        int lead = y.Rank - t.Rank;
        for (int d = 0; d < steps.Length; d++)
            steps[d] = d < lead || t.Shape[d - lead] == 1 ? 0 : t.Strides[d - lead];
    }
}
