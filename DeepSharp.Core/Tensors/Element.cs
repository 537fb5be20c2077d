using System.Buffers.Binary;

namespace DeepSharp;

/// <summary>Single elements as bytes, for constants and printing.</summary>
internal static class Element
{
    public static void Write(Span<byte> to, DType dtype, double value)
    {
        switch (dtype)
        {
            case DType.Bool: to[0] = value != 0 ? (byte)1 : (byte)0; break;
            case DType.UInt8: to[0] = checked((byte)value); break;
            case DType.Int32: BinaryPrimitives.WriteInt32LittleEndian(to, checked((int)value)); break;
            case DType.Int64: BinaryPrimitives.WriteInt64LittleEndian(to, checked((long)value)); break;
            case DType.Float16: BinaryPrimitives.WriteHalfLittleEndian(to, (Half)value); break;
            case DType.BFloat16: BinaryPrimitives.WriteUInt16LittleEndian(to, ((BFloat16)(float)value).Bits); break;
            case DType.Float32: BinaryPrimitives.WriteSingleLittleEndian(to, (float)value); break;
            default: BinaryPrimitives.WriteDoubleLittleEndian(to, value); break;
        }
    }

    public static double Read(ReadOnlySpan<byte> from, DType dtype) => dtype switch
    {
        DType.Bool or DType.UInt8 => from[0],
        DType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(from),
        DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(from),
        DType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(from),
        DType.BFloat16 => new BFloat16(BinaryPrimitives.ReadUInt16LittleEndian(from)),
        DType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(from),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(from),
    };
}
