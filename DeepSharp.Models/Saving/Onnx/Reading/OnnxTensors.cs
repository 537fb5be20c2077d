using System.Runtime.InteropServices;
using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>Tensors between ONNX files and memory.</summary>
internal static class OnnxTensors
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="proto">The tensor in the file.</param>
    /// <param name="external">Where data outside the file is, or null where none may be.</param>
    /// <exception cref="InvalidDataException">Shape, type and data do not fit together.</exception>
    public static Tensor Read(TensorProto proto, OnnxExternalData? external)
    {
        string what = $"tensor '{proto.Name}'";
        var dtype = OnnxTypes.Own(proto.DataType, what);
        var shape = ShapeOf(proto.Dims, what, dtype.Size);
        if (NarrowType.Find(proto.DataType) is { } narrow) return Read(proto, external, narrow, shape, what);
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
            return Of(external is null ? throw Outside(what)
                : external.Read(proto, shape, dtype.Size, dtype.KerasName), shape, dtype, what);
        if (proto.RawData.Length > 0) return Of(proto.RawData.Span, shape, dtype, what);
        return dtype switch
        {
            DType.Float32 => Of(proto.FloatData, shape, what),
            DType.Float64 => Of(proto.DoubleData, shape, what),
            DType.Int64 => Of(proto.Int64Data, shape, what),
            DType.Int32 => Of(proto.Int32Data, shape, what),
            DType.Bool => Of<bool>([.. proto.Int32Data.Select(i => i != 0)], shape, what),
            DType.UInt8 => Of<byte>([.. proto.Int32Data.Select(i => unchecked((byte)i))], shape, what),
            DType.Float16 => Of<Half>([.. proto.Int32Data.Select(i => BitConverter.UInt16BitsToHalf(unchecked((ushort)i)))], shape, what),
            _ => Of(MemoryMarshal.AsBytes<ushort>([.. proto.Int32Data.Select(i => unchecked((ushort)i))]), shape, dtype, what),
        };
    }

    private static Tensor Read(TensorProto proto, OnnxExternalData? external, NarrowType narrow, Shape shape, string what)
    {
        bool isOutside = proto.DataLocation == TensorProto.Types.DataLocation.External;
        if (!isOutside && proto.RawData.Length == 0)
            return narrow.Read(
                narrow.Holder == DType.Int64 ? proto.Uint64Data.Select(n => unchecked((long)n)) : proto.Int32Data.Select(n => (long)n), shape, what);
        var bytes = !isOutside ? proto.RawData.Span : external is null ? throw Outside(what) : external.Read(proto, shape, narrow.Size, narrow.Name);
        if (bytes.Length != shape.Count * narrow.Size) throw WrongLength(what, narrow.Name, shape, bytes.Length, narrow.Size);
        return narrow.Read(bytes, shape);
    }

    /// <summary>Writes a tensor.</summary>
    public static TensorProto Write(string name, Tensor value)
    {
        var proto = new TensorProto { Name = name, DataType = OnnxTypes.Theirs(value.DType) };
        foreach (int d in value.Shape.Dims) proto.Dims.Add(d);
        var dense = value.Contiguous();
        var bytes = new byte[value.Spec.Bytes];
        dense.Device.Backend.Read(dense.Storage!, dense.Offset * dense.DType.Size, bytes);
        proto.RawData = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(bytes);
        return proto;
    }

    /// <summary>A shape from lengths in a file.</summary>
    public static Shape ShapeOf(IReadOnlyList<long> dims, string what, int elementSize)
    {
        if (dims.Count > 32) throw new InvalidDataException($"{what} has {dims.Count} axes; at most 32 are read.");
        var lengths = new int[dims.Count];
        long count = elementSize;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (dims[i] is < 0 or > int.MaxValue || count != 0 && dims[i] > long.MaxValue / count)
                throw new InvalidDataException($"{what} has an axis of length {dims[i]} in the shape [{string.Join(", ", dims)}].");
            lengths[i] = (int)dims[i];
            count *= dims[i];
        }
        return lengths;
    }

    private static Tensor Of<T>(IReadOnlyCollection<T> values, Shape shape, string what) where T : unmanaged
    {
        if (values.Count != shape.Count) throw new InvalidDataException($"{what} of shape {shape} has {values.Count} values; expected {shape.Count}.");
        return Tensor.From<T>([.. values], shape, Device.Cpu);
    }

    private static Tensor Of(ReadOnlySpan<byte> bytes, Shape shape, DType dtype, string what)
    {
        if (bytes.Length != shape.Count * dtype.Size)
            throw WrongLength(what, dtype.KerasName, shape, bytes.Length, dtype.Size);
        if (dtype == DType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new InvalidDataException($"{what} is bool but holds bytes other than 0 and 1.");
        var tensor = Tensor.Empty(shape, dtype, Device.Cpu);
        tensor.Device.Backend.Write(tensor.Storage!, 0, bytes);
        return tensor;
    }

    private static InvalidDataException Outside(string what) => new($"{what} refers to data outside the file, which is not allowed here.");

    private static InvalidDataException WrongLength(string what, string type, Shape shape, int bytes, int size) =>
        new($"{what} of type {type} and shape {shape} has {bytes} bytes of data; expected {shape.Count * size}.");
}
