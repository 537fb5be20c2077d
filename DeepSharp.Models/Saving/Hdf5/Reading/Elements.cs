using System.Buffers.Binary;

namespace DeepSharp.Hdf5;

/// <summary>Turns the elements of a dataset into those of a tensor: numbers that no tensor type holds go into the next wider one.</summary>
internal static class Elements
{
    /// <summary>The tensor type that takes all values of an element type, or null.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="isBFloat16">Whether Keras marked the dataset as bfloat16, which older HDF5 libraries do not know.</param>
    public static DType? TypeFor(Datatype type, bool isBFloat16)
    {
        bool isBits = type.Class == TypeClass.Opaque || type.Class == TypeClass.FixedPoint && type.IsPlain && !type.IsBigEndian;
        if (isBFloat16 && type.Size == 2 && isBits) return DType.BFloat16;
        if (type.IsBool) return DType.Bool;
        if (!type.IsPlain) return null;
        return (type.Class, type.Size, type.ExponentBits) switch
        {
            (TypeClass.FloatingPoint, 2, 5) => DType.Float16,
            (TypeClass.FloatingPoint, 2, 8) => DType.BFloat16,
            (TypeClass.FloatingPoint, 4, 8) => DType.Float32,
            (TypeClass.FloatingPoint, 8, 11) => DType.Float64,
            (TypeClass.FixedPoint or TypeClass.Enumeration, 1, _) => type.IsSigned ? DType.Int32 : DType.UInt8,
            (TypeClass.FixedPoint or TypeClass.Enumeration, 2, _) => DType.Int32,
            (TypeClass.FixedPoint or TypeClass.Enumeration, 4, _) => type.IsSigned ? DType.Int32 : DType.Int64,
            (TypeClass.FixedPoint or TypeClass.Enumeration, 8, _) => DType.Int64,
            _ => null,
        };
    }

    /// <summary>Whether the bytes are those of the tensor already.</summary>
    public static bool IsSame(Datatype type, DType dtype) => type.Size == dtype.Size && dtype != DType.Bool && (!type.IsBigEndian || type.Size == 1)
        && (type.Class is TypeClass.FloatingPoint or TypeClass.Opaque || type.IsSigned || dtype is DType.UInt8 or DType.BFloat16);

    /// <summary>Converts elements.</summary>
    /// <param name="type">Their type in the file.</param>
    /// <param name="dtype">What <see cref="TypeFor"/> gave for it.</param>
    /// <param name="from">Whole elements.</param>
    /// <param name="to">Takes as many elements.</param>
    public static void Convert(Datatype type, DType dtype, ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (dtype == DType.Bool)
        {
            if (from.IndexOfAnyExceptInRange((byte)0, (byte)1) is var at and >= 0) throw new InvalidDataException($"it is damaged: a truth value is {from[at]}.");
            from.CopyTo(to);
            return;
        }
        int size = type.Size, target = dtype.Size;
        for (int i = 0, j = 0; i < from.Length; i += size, j += target)
        {
            long value = Integer(from.Slice(i, size), type);
            if (target == 4) BinaryPrimitives.WriteInt32LittleEndian(to[j..], (int)value);
            else if (target == 8) BinaryPrimitives.WriteInt64LittleEndian(to[j..], value);
            else BinaryPrimitives.WriteInt16LittleEndian(to[j..], (short)value);
        }
    }

    /// <summary>The bits of an element as an integer, with its sign where it has one.</summary>
    public static long Integer(ReadOnlySpan<byte> element, Datatype type)
    {
        ulong value = 0;
        for (int i = 0; i < element.Length; i++) value = value << 8 | element[type.IsBigEndian ? i : element.Length - 1 - i];
        if (type.Class == TypeClass.FloatingPoint) return (long)value;
        if (!type.IsSigned) return value <= long.MaxValue ? (long)value : throw new InvalidDataException($"the number {value} in it does not fit into int64.");
        int unused = 64 - 8 * element.Length;
        return (long)(value << unused) >> unused;
    }
}
