namespace DeepSharp.Initializers;

/// <summary>All zeros.</summary>
[Configurable]
public sealed partial class Zeros() : Initializer
{
    /// <inheritdoc/>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32) => Tensor.Zeros(shape, dtype);
}

/// <summary>All ones.</summary>
[Configurable]
public sealed partial class Ones() : Initializer
{
    /// <inheritdoc/>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32) => Tensor.Ones(shape, dtype);
}
