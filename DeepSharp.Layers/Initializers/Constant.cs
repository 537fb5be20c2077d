namespace DeepSharp.Initializers;

/// <summary>One number everywhere.</summary>
/// <param name="value">The number.</param>
[Configurable]
public sealed partial class Constant(double value = 0) : Initializer
{
    /// <inheritdoc/>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32) => Tensor.Full(shape, Value, dtype);
}
