using System.Buffers.Binary;
using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>A type of ONNX's that no tensor here has: its numbers stand in tensors of a wider type, and results are brought back into its range.</summary>
/// <param name="Theirs">ONNX's type.</param>
/// <param name="Holder">The type of the tensors that hold its numbers.</param>
/// <param name="Size">Bytes of a number in files.</param>
/// <param name="Lowest">The lowest number.</param>
/// <param name="Highest">The highest number.</param>
internal sealed record NarrowType(TensorProto.Types.DataType Theirs, DType Holder, int Size, long Lowest, long Highest)
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<NarrowType> All =
    [
        new(TensorProto.Types.DataType.Int8, DType.Int32, 1, sbyte.MinValue, sbyte.MaxValue),
        new(TensorProto.Types.DataType.Int16, DType.Int32, 2, short.MinValue, short.MaxValue),
        new(TensorProto.Types.DataType.Uint16, DType.Int32, 2, 0, ushort.MaxValue),
        new(TensorProto.Types.DataType.Uint32, DType.Int64, 4, 0, uint.MaxValue),
    ];

    /// <summary>Its name in messages.</summary>
    public string Name => Theirs.ToString().ToLowerInvariant();

    /// <summary>The type with ONNX's number; null where it is none of these.</summary>
    public static NarrowType? Find(long type) => All.FirstOrDefault(n => (long)n.Theirs == type);

    /// <summary>Whole numbers as the type holds them: their lowest bits.</summary>
    public Tensor Wrap(Tensor x)
    {
        x = x.Cast(Holder);
        return Lowest == 0 ? x % (Highest + 1) : (x - Lowest) % (Highest - Lowest + 1) + Lowest;
    }

    /// <summary>What a node gives, as values of this type.</summary>
    /// <param name="value">A value held as this type is.</param>
    /// <param name="mayOverflow">Whether it may lie outside the type's range.</param>
    public OnnxValue Of(OnnxValue value, bool mayOverflow) => (mayOverflow ? value.Map(Wrap) : value).As(this);

    /// <summary>Numbers out of a file's bytes.</summary>
    public Tensor Read(ReadOnlySpan<byte> bytes, Shape shape)
    {
        var values = new long[bytes.Length / Size];
        for (int i = 0; i < values.Length; i++)
        {
            var at = bytes[(i * Size)..];
            values[i] = Size switch
            {
                1 => unchecked((sbyte)at[0]),
                2 when Lowest < 0 => BinaryPrimitives.ReadInt16LittleEndian(at),
                2 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(at),
            };
        }
        return Of(values, shape);
    }

    /// <summary>Numbers out of a file's list.</summary>
    /// <exception cref="InvalidDataException">One is outside the type's range.</exception>
    public Tensor Read(IEnumerable<long> list, Shape shape, string what)
    {
        long[] values = [.. list];
        if (values.Length != shape.Count) throw new InvalidDataException($"{what} of shape {shape} has {values.Length} values; expected {shape.Count}.");
        if (Array.Find(values, v => v < Lowest || v > Highest) is not 0 and var other)
            throw new InvalidDataException($"{what} is of type {Name} but holds {other}.");
        return Of(values, shape);
    }

    private Tensor Of(long[] values, Shape shape) =>
        Holder == DType.Int64 ? Tensor.From(values, shape, Device.Cpu) : Tensor.From(Array.ConvertAll(values, v => (int)v), shape, Device.Cpu);
}
