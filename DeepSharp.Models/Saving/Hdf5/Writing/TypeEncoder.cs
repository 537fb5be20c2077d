namespace DeepSharp.Hdf5;

/// <summary>The datatype messages of what is written: tensors' elements as h5py writes them, and texts of variable length.</summary>
internal static class TypeEncoder
{
    /// <summary>The bytes of the datatype message of a tensor's elements.</summary>
    public static byte[] Encode(DType dtype) => dtype switch
    {
        DType.UInt8 => Fixed(1, signed: false),
        DType.Int32 => Fixed(4, signed: true),
        DType.Int64 => Fixed(8, signed: true),
        DType.Float16 => Floating(2, 10, 5),
        DType.Float32 => Floating(4, 23, 8),
        DType.Float64 => Floating(8, 52, 11),
        DType.Bool => Bool(),
        // Two bytes without a meaning, which an attribute says are a bfloat16: older libraries know no such number.
        DType.BFloat16 => [0x15, 0, 0, 0, 2, 0, 0, 0],
        _ => throw new NotSupportedException($"Tensors of type {dtype} cannot be written to HDF5."),
    };

    /// <summary>The datatype of UTF-8 texts of variable length: 16 bytes that lead into a heap.</summary>
    public static byte[] Text() => [0x19, 1, 1, 0, 16, 0, 0, 0, .. Fixed(1, signed: false)];

    private static byte[] Fixed(byte size, bool signed) => [0x10, (byte)(signed ? 8 : 0), 0, 0, size, 0, 0, 0, 0, 0, (byte)(8 * size), 0];

    /// <summary>IEEE 754: the sign first, then the exponent, then the mantissa without its leading one.</summary>
    private static byte[] Floating(byte size, byte mantissa, byte exponent)
    {
        int bits = 8 * size, bias = (1 << (exponent - 1)) - 1;
        return [0x11, 0x20, (byte)(bits - 1), 0, size, 0, 0, 0, 0, 0, (byte)bits, 0, mantissa, exponent, 0, mantissa, (byte)bias, (byte)(bias >> 8), 0, 0];
    }

    /// <summary>An enumeration of FALSE and TRUE over int8, as h5py has it.</summary>
    private static byte[] Bool() => new MetadataBuffer()
        .U8(0x18, 2, 0, 0, 1, 0, 0, 0).U8(Fixed(1, signed: true)).Text("FALSE", 8).Text("TRUE", 8).U8(0, 1).Bytes.ToArray();
}
