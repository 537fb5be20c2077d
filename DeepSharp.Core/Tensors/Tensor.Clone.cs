namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>A copy with storage of its own, to keep what a program will overwrite.</summary>
    /// <exception cref="NoValueException">The tensor is a symbol.</exception>
    public Tensor Clone()
    {
        RequireValue();
        var dense = Contiguous();
        var copy = Empty(Shape, DType, Device);
        Device.Backend.Copy(dense.Storage!, dense.Offset * DType.Size, copy.Storage!, 0, Spec.Bytes);
        return copy;
    }
}
