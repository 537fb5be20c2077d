using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>Element types in both worlds.</summary>
internal static class OnnxTypes
{
    private static readonly (DType Own, TensorProto.Types.DataType Theirs)[] s_pairs =
    [
        (DType.Bool, TensorProto.Types.DataType.Bool),
        (DType.UInt8, TensorProto.Types.DataType.Uint8),
        (DType.Int32, TensorProto.Types.DataType.Int32),
        (DType.Int64, TensorProto.Types.DataType.Int64),
        (DType.Float16, TensorProto.Types.DataType.Float16),
        (DType.BFloat16, TensorProto.Types.DataType.Bfloat16),
        (DType.Float32, TensorProto.Types.DataType.Float),
        (DType.Float64, TensorProto.Types.DataType.Double),
    ];

    /// <summary>Our type for ONNX's number of it; of a type that no tensor here has, the wider one that holds its numbers.</summary>
    /// <param name="type">The number.</param>
    /// <param name="what">What is of this type, for the message.</param>
    /// <exception cref="InvalidDataException">There is no such type here.</exception>
    public static DType Own(long type, string what)
    {
        foreach (var (own, theirs) in s_pairs)
            if ((long)theirs == type) return own;
        if (NarrowType.Find(type) is { } narrow) return narrow.Holder;
        string name = Enum.IsDefined((TensorProto.Types.DataType)Math.Clamp(type, -1, 99))
            ? ((TensorProto.Types.DataType)type).ToString().ToLowerInvariant() : $"number {type}";
        throw new InvalidDataException(
            $"{what} is of type {name}; known are {string.Join(", ", s_pairs.Select(p => p.Own.KerasName).Concat(NarrowType.All.Select(n => n.Name)))}.");
    }

    /// <summary>ONNX's number of a type.</summary>
    public static int Theirs(DType dtype) => (int)Array.Find(s_pairs, p => p.Own == dtype).Theirs;
}
