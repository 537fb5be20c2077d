namespace DeepSharp.Gpu;

/// <summary>
/// A matrix product with what follows it in one launch of cuBLASLt: another tensor added or subtracted, a bias, relu or gelu by tanh. Where the
/// library has no way to compute the shape, the product goes to cuBLAS, and bias and activation are a launch behind it.
/// </summary>
internal sealed class FusedProductKernel : CudaKernel
{
    private readonly FusedProductOp _op;
    private readonly MatMulOp _product;
    private readonly LtEpilogue _epilogue;
    private readonly float _beta;
    private readonly FusedOp? _rest;
    private readonly ElementwiseKernel? _restKernel;
    private readonly Tensor[] _operands, _result = new Tensor[1];

    private FusedProductKernel(FusedProductOp op, LtEpilogue epilogue, float beta, ReadOnlySpan<TensorSpec> inputs)
    {
        (_op, _product, _epilogue, _beta) = (op, (MatMulOp)op.Product, epilogue, beta);
        _operands = new Tensor[op.HasBias ? 2 : 1];
        if (epilogue == LtEpilogue.None) return;
        TensorSpec y = op.Infer(inputs)[0];
        _rest = Rest(op, y.DType);
        _restKernel = ElementwiseKernel.For(_rest, op.HasBias ? [y, inputs[2]] : [y]);
    }

    public override bool Takes16Bit => true;

    /// <summary>The kernel, or null where the library is not there or cannot do what follows the product.</summary>
    public static FusedProductKernel? For(FusedProductOp op, ReadOnlySpan<TensorSpec> inputs)
    {
        if (op.Product is not MatMulOp product || op.HasScale || inputs[0].DType == DType.Float64 || !CudaBlasLt.IsThere) return null;
        // One product over all rows.
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        if (b.Rank != 2 || a.Rank > 2 && product.TransposeA || (product.TransposeB ? b[1] : b[0]) == 0) return null;
        LtEpilogue? activation = op.Activation switch
        {
            null => 0,
            UnaryOp<ReluFn> => LtEpilogue.Relu,
            UnaryOp<GeluTanhFn> => LtEpilogue.Gelu,
            _ => null,
        };
        float? beta = op.Merge switch
        {
            null => 0,
            BinaryOp<AddFn> => 1,
            BinaryOp<SubtractFn> => -1,
            _ => null,
        };
        if (activation is not { } function || beta is not { } kept) return null;
        var epilogue = function | (op.HasBias ? LtEpilogue.Bias : 0);
        return new(op, epilogue == 0 ? LtEpilogue.None : epilogue, kept, inputs);
    }

    public override bool AcceptsStrided(Op op, int input) => input < 2;

    public override bool AcceptsStrided(Op op, int input, Tensor view) => input < 2 && view.Rank == 2 && MatMulKernel.CanRead(view);

    /// <summary>The tensor that is added or subtracted lies as the result does.</summary>
    public override bool CanOverwrite(Op op, int input, int output) => _beta != 0 && input == 2 + (_op.HasBias ? 1 : 0);

    public override void Run(CudaContext cuda, Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count == 0) return;
        int n = y.Shape[^1], m = checked((int)(y.Count / n)), k = _product.TransposeB ? inputs[1].Shape[1] : inputs[1].Shape[0];
        BlasMatrix a = x.Rank == 2 ? MatMulKernel.Matrix(x, _product.TransposeA) : new(x.Address(), k), b = MatMulKernel.Matrix(inputs[1], _product.TransposeB);
        DevicePointer bias = _op.HasBias ? inputs[2].Address() : default, other = _beta != 0 ? inputs[^1].Address() : default;
        int alignment = LtProductShape.AlignmentOf(a.Pointer, b.Pointer, bias, other, y.Address());
        var shape = new LtProductShape(y.DType, m, n, k, a.RowStep, a.Transposed, b.RowStep, b.Transposed, _epilogue, alignment, Cuda.AllowTf32);
        if (cuda.BlasLt!.TryRun(shape, new(a.Pointer, b.Pointer, bias, other, _beta, y.Address()))) return;

        if (_beta != 0 && other != y.Address()) cuda.Copy(other, y.Address(), y.Spec.Bytes);
        cuda.Blas.Gemm(y.DType, m, n, k, a, b, new(y.Address(), n), beta: _beta);
        if (_rest is null) return;
        (_operands[0], _result[0]) = (y, y);
        if (_op.HasBias) _operands[1] = inputs[2];
        _restKernel!.Run(cuda, _rest, _operands, _result);
    }

    /// <summary>Bias and activation as element-wise steps over the product and the bias, 16-bit floats in float32.</summary>
    private static FusedOp Rest(FusedProductOp op, DType type)
    {
        var steps = new List<FusedStep>();
        int inputs = op.HasBias ? 2 : 1;
        int Step(ElementwiseOp step, params int[] arguments)
        {
            steps.Add(new(step, [.. arguments]));
            return inputs + steps.Count - 1;
        }
        int Wide(int value) => type.Is16Bit ? Step(new CastOp(DType.Float32), value) : value;
        int y = Wide(0);
        if (op.HasBias) y = Step(new BinaryOp<AddFn>(default), y, Wide(1));
        if (op.Activation is { } activation) y = Step(activation, y);
        if (type.Is16Bit) Step(new CastOp(type), y);
        return new([.. steps]);
    }
}
