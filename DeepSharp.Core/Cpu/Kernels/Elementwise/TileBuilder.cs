using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Makes the tile of an element-wise op for the element types of its inputs.</summary>
internal sealed class TileBuilder(DType[] inputs) : IElementwiseVisitor<Tile>
{
    public Tile Unary<TFn>(UnaryOp<TFn> op) where TFn : struct, IUnaryFn => inputs[0] switch
    {
        DType.Float32 => new UnaryTile<TFn, float>(op.Fn),
        DType.Float64 => new UnaryTile<TFn, double>(op.Fn),
        DType.Int32 => new UnaryTile<TFn, int>(op.Fn),
        DType.Int64 => new UnaryTile<TFn, long>(op.Fn),
        _ => throw Unsupported(op),
    };

    public Tile Binary<TFn>(BinaryOp<TFn> op) where TFn : struct, IBinaryFn => inputs[0] switch
    {
        DType.Float32 => new BinaryTile<TFn, float>(op.Fn),
        DType.Float64 => new BinaryTile<TFn, double>(op.Fn),
        DType.Int32 => new BinaryTile<TFn, int>(op.Fn),
        DType.Int64 => new BinaryTile<TFn, long>(op.Fn),
        _ => throw Unsupported(op),
    };

    public Tile Compare<TFn>(CompareOp<TFn> op) where TFn : struct, ICompareFn => inputs[0] switch
    {
        DType.Float32 => new CompareTile<TFn, float>(op.Fn),
        DType.Float64 => new CompareTile<TFn, double>(op.Fn),
        DType.Int32 => new CompareTile<TFn, int>(op.Fn),
        DType.Int64 => new CompareTile<TFn, long>(op.Fn),
        _ => throw Unsupported(op),
    };

    public Tile Where(WhereOp op) => inputs[1].Size switch
    {
        1 => new WhereByteTile(),
        2 => new WhereShortTile(),
        4 => new WhereTile<int>(),
        _ => new WhereTile<long>(),
    };

    public Tile Cast(CastOp op) => inputs[0] switch
    {
        DType.Bool or DType.UInt8 => From<byte>(op.To),
        DType.Int32 => From<int>(op.To),
        DType.Int64 => From<long>(op.To),
        DType.Float16 when op.To == DType.Float32 => new WidenTile<Float16Bits>(),
        DType.Float16 => From<Half>(op.To),
        DType.Float32 when op.To == DType.Float16 => new RoundTile<Float16Bits>(),
        DType.Float32 when op.To == DType.BFloat16 => new RoundTile<BFloat16Bits>(),
        DType.Float32 => From<float>(op.To),
        DType.Float64 => From<double>(op.To),
        _ => new WidenTile<BFloat16Bits>(),
    };

    private static Tile From<T>(DType to) where T : unmanaged, INumberBase<T> => to switch
    {
        DType.Bool => new CastToBoolTile<T>(),
        DType.UInt8 => new CastTile<T, byte>(),
        DType.Int32 => new CastTile<T, int>(),
        DType.Int64 => new CastTile<T, long>(),
        DType.Float16 => new CastTile<T, Half>(),
        DType.BFloat16 => new CastToBFloat16Tile<T>(),
        DType.Float32 => new CastTile<T, float>(),
        _ => new CastTile<T, double>(),
    };

    private DTypeMismatchException Unsupported(Op op) => new($"[{op.Name}] does not run on {inputs[0].KerasName}. Cast the input to float32.");
}
