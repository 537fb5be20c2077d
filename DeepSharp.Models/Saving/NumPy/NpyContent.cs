using DeepSharp.Hdf5;

namespace DeepSharp.NumPy;

/// <summary>Reads and writes the elements of an array of numpy, piece by piece.</summary>
internal static class NpyContent
{
    private const int Piece = 1 << 18;

    /// <summary>Reads an array.</summary>
    /// <param name="stream">Where it begins.</param>
    /// <param name="available">Bytes that there are; the array must fill them.</param>
    /// <param name="limit">The most bytes that the tensor may have.</param>
    /// <exception cref="InvalidDataException">The array is damaged or of a kind that is not read, or larger than allowed.</exception>
    public static Tensor Read(Stream stream, long available, long limit = long.MaxValue)
    {
        var header = NpyHeader.Read(stream, available);
        var (type, dtype, shape) = (header.Type, header.DType, header.Shape);
        if (shape.Count * dtype.Size > limit)
            throw new InvalidDataException($"its shape {shape} makes a tensor of {shape.Count * dtype.Size} bytes, more than the {limit} that are allowed. "
                + "Where the file is to be trusted, give a larger maxBytes.");
        var tensor = Tensor.Empty(header.IsFortran ? new Shape([.. shape.Reverse()]) : shape, dtype);
        bool same = Elements.IsSame(type, dtype);
        var buffer = new byte[(int)Math.Min(Piece / type.Size, shape.Count) * type.Size];
        var converted = same ? buffer : new byte[buffer.Length / type.Size * dtype.Size];
        for (long done = 0; done < shape.Count;)
        {
            int count = (int)Math.Min(buffer.Length / type.Size, shape.Count - done);
            var from = buffer.AsSpan(0, count * type.Size);
            if (stream.ReadAtLeast(from, from.Length, throwOnEndOfStream: false) < from.Length) throw new InvalidDataException("its elements are cut off.");
            var piece = converted.AsSpan(0, count * dtype.Size);
            if (!same) Elements.Convert(type, dtype, from, piece);
            tensor.Device.Backend.Write(tensor.Storage!, (tensor.Offset + done) * dtype.Size, piece);
            done += count;
        }
        return header.IsFortran && shape.Rank > 1 ? tensor.Transpose().Contiguous() : tensor;
    }

    /// <summary>Writes a tensor. bfloat16, which numpy lacks, becomes float32, which holds all its values.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        var value = (tensor.DType == DType.BFloat16 ? tensor.Cast(DType.Float32) : tensor).Contiguous();
        stream.Write(NpyHeader.Write(value.DType, value.Shape));
        SafetensorsContent.Write(stream, value, new byte[Piece]);
    }
}
