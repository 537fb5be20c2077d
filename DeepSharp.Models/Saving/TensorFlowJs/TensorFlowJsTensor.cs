namespace DeepSharp.TensorFlowJs;

/// <summary>A tensor of the manifest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">The type that it has when it has been read.</param>
/// <param name="Shape">Its axis lengths.</param>
/// <param name="Offset">Where its bytes begin in those of its group.</param>
/// <param name="Quantized">How its numbers are packed, or null where they are stored as they are.</param>
internal sealed record TensorFlowJsTensor(string Name, DType DType, Shape Shape, long Offset, TensorFlowJsQuantization? Quantized)
{
    /// <summary>Bytes of an element in the file.</summary>
    public int Width => Quantized?.Width ?? DType.Size;

    /// <summary>Bytes in the file.</summary>
    public long Bytes => Shape.Count * Width;
}
