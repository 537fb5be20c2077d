namespace DeepSharp.Gpu;

/// <summary>Writes one element-wise op on elements held in registers.</summary>
/// <param name="code">Where to.</param>
/// <param name="types">The arguments' element types.</param>
/// <param name="x">The arguments.</param>
internal sealed class PtxStep(PtxCode code, DType[] types, PtxRegister[] x) : IElementwiseVisitor<PtxRegister>
{
    public PtxRegister Unary<TFn>(UnaryOp<TFn> op) where TFn : struct, IUnaryFn => types[0] switch
    {
        DType.Float32 => op.Fn.Forward(new PtxLane<float>(x[0])).Value,
        DType.Float64 => op.Fn.Forward(new PtxLane<double>(x[0])).Value,
        DType.Int32 => op.Fn.Forward(new PtxLane<int>(x[0])).Value,
        DType.Int64 => op.Fn.Forward(new PtxLane<long>(x[0])).Value,
        _ => throw Unsupported(op),
    };

    public PtxRegister Binary<TFn>(BinaryOp<TFn> op) where TFn : struct, IBinaryFn => types[0] switch
    {
        DType.Float32 => op.Fn.Forward(new PtxLane<float>(x[0]), new(x[1])).Value,
        DType.Float64 => op.Fn.Forward(new PtxLane<double>(x[0]), new(x[1])).Value,
        DType.Int32 => op.Fn.Forward(new PtxLane<int>(x[0]), new(x[1])).Value,
        DType.Int64 => op.Fn.Forward(new PtxLane<long>(x[0]), new(x[1])).Value,
        _ => throw Unsupported(op),
    };

    public PtxRegister Compare<TFn>(CompareOp<TFn> op) where TFn : struct, ICompareFn => types[0] switch
    {
        DType.Float32 => op.Fn.Mask(new PtxLane<float>(x[0]), new(x[1])).Register,
        DType.Float64 => op.Fn.Mask(new PtxLane<double>(x[0]), new(x[1])).Register,
        DType.Int32 => op.Fn.Mask(new PtxLane<int>(x[0]), new(x[1])).Register,
        DType.Int64 => op.Fn.Mask(new PtxLane<long>(x[0]), new(x[1])).Register,
        _ => throw Unsupported(op),
    };

    public PtxRegister Where(WhereOp op)
    {
        var kind = types[1].PtxKind;
        if (kind != PtxKind.Predicate) return code.Emit(kind, $"selp.{kind.Type}", x[1], x[2], x[0]);
        var taken = code.Emit(kind, "and.pred", x[0], x[1]);
        var other = code.Emit(kind, "and.pred", code.Emit(kind, "not.pred", x[0]), x[2]);
        return code.Emit(kind, "or.pred", taken, other);
    }

    public PtxRegister Cast(CastOp op) => new PtxCast(code, types[0], op.To).Write(x[0]);

    private DTypeMismatchException Unsupported(Op op) => new($"[{op.Name}] does not run on {types[0].KerasName}. Cast the input to float32.");
}
