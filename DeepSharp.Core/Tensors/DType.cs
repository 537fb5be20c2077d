namespace DeepSharp;

/// <summary>The element type of a tensor.</summary>
/// <remarks>
/// <see cref="Float32"/> is the default. An op on <see cref="Float16"/> or <see cref="BFloat16"/> gives that type again; on a device that
/// does not compute with them it is computed in <see cref="Float32"/> as a whole, and its result is rounded once.
/// </remarks>
public enum DType
{
    /// <summary>True or false, one byte.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>IEEE 754 half precision, 16 bits.</summary>
    Float16,

    /// <summary>The upper 16 bits of a <see cref="Float32"/>.</summary>
    BFloat16,

    /// <summary>IEEE 754 single precision, 32 bits.</summary>
    Float32,

    /// <summary>IEEE 754 double precision, 64 bits.</summary>
    Float64,
}

/// <summary>Facts about each <see cref="DType"/>.</summary>
public static class DTypes
{
    private static readonly DType[] s_all = Enum.GetValues<DType>();

    extension(DType dtype)
    {
        /// <summary>Bytes per element.</summary>
        public int Size => dtype switch
        {
            DType.Bool or DType.UInt8 => 1,
            DType.Float16 or DType.BFloat16 => 2,
            DType.Int32 or DType.Float32 => 4,
            _ => 8,
        };

        /// <summary>Whether this is one of the four floating-point types.</summary>
        public bool IsFloating => dtype >= DType.Float16;

        /// <summary>Whether this is <see cref="DType.Float16"/> or <see cref="DType.BFloat16"/>.</summary>
        public bool Is16Bit => dtype is DType.Float16 or DType.BFloat16;

        /// <summary>Whether arithmetic runs on this type: the floating types, <see cref="DType.Int32"/> and <see cref="DType.Int64"/>.</summary>
        public bool IsComputable => dtype is DType.Int32 or DType.Int64 || dtype.IsFloating;

        /// <summary>The name Keras uses, for example <c>float32</c>.</summary>
        public string KerasName => dtype.ToString().ToLowerInvariant();
    }

    /// <summary>The type of the C# element type <typeparamref name="T"/>.</summary>
    /// <exception cref="DTypeMismatchException">No tensor type holds <typeparamref name="T"/>.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(long) ? DType.Int64
        : typeof(T) == typeof(bool) ? DType.Bool
        : typeof(T) == typeof(byte) ? DType.UInt8
        : typeof(T) == typeof(Half) ? DType.Float16
        : typeof(T) == typeof(BFloat16) ? DType.BFloat16
        : throw new DTypeMismatchException(
            $"A tensor cannot hold elements of type {typeof(T).Name}. Use float, double, int, long, bool, byte, Half or BFloat16.");

    /// <summary>Reads a name such as <c>float32</c>.</summary>
    /// <exception cref="DTypeMismatchException">The name is not known.</exception>
    public static DType Parse(string name)
    {
        foreach (var dtype in s_all)
            if (string.Equals(dtype.KerasName, name, StringComparison.OrdinalIgnoreCase))
                return dtype;
        throw new DTypeMismatchException($"'{name}' is not a dtype{KnownNames.Instead(name, s_all.Select(d => d.KerasName))}.");
    }

    /// <summary>The type both operands of mixed arithmetic are cast to.</summary>
    /// <remarks>Order: bool, uint8, int32, int64, float16 / bfloat16, float32, float64; float16 with bfloat16 gives float32.</remarks>
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        if (a is DType.Float16 or DType.BFloat16 && b is DType.Float16 or DType.BFloat16) return DType.Float32;
        return a > b ? a : b;
    }
}
