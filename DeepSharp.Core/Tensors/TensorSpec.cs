namespace DeepSharp;

/// <summary>What is known of a tensor without its values: shape and element type.</summary>
/// <param name="Shape">Axis lengths; may hold <see cref="Dim.Any"/>.</param>
/// <param name="DType">Element type.</param>
public readonly record struct TensorSpec(Shape Shape, DType DType)
{
    /// <summary>Bytes the elements take.</summary>
    public long Bytes => Shape.Count * DType.Size;

    /// <summary>Prints <c>float32 [32, 10]</c>.</summary>
    public override string ToString() => $"{DType.KerasName} {Shape}";
}
