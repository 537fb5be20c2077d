namespace DeepSharp.Hdf5;

/// <summary>Brings the elements of a dataset into a tensor, piece by piece.</summary>
internal static class DatasetReader
{
    private const int Piece = 1 << 20;

    [ThreadStatic] private static byte[]? s_buffer;

    /// <summary>Reads a tensor.</summary>
    /// <param name="raw">The dataset's bytes.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="dtype">The tensor's.</param>
    public static Tensor Read(RawData raw, Shape shape, Datatype type, DType dtype)
    {
        var tensor = Tensor.Empty(shape, dtype);
        bool same = Elements.IsSame(type, dtype);
        int step = Piece / (type.Size + dtype.Size) * type.Size;
        var buffer = s_buffer ??= new byte[Piece];
        for (long done = 0; done < raw.Length;)
        {
            var from = buffer.AsSpan(0, (int)Math.Min(same ? Piece : step, raw.Length - done));
            raw.CopyTo(done, from);
            var piece = from;
            if (!same)
            {
                piece = buffer.AsSpan(from.Length, from.Length / type.Size * dtype.Size);
                Elements.Convert(type, dtype, from, piece);
            }
            tensor.Device.Backend.Write(tensor.Storage!, tensor.Offset * dtype.Size + done / type.Size * dtype.Size, piece);
            done += from.Length;
        }
        return tensor;
    }
}
