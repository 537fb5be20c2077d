namespace DeepSharp.Onnx;

/// <summary>Shapes given as tensors.</summary>
internal static class OnnxShapes
{
    /// <summary>Lengths as a shape.</summary>
    /// <exception cref="InvalidValueException">A length is below zero.</exception>
    public static Shape Lengths(OnnxNode node, int[] lengths) => Array.TrueForAll(lengths, n => n >= 0) && lengths.Length <= 32
        ? new Shape(lengths)
        : throw node.Invalid($"its shape is [{string.Join(", ", lengths.Take(33))}]; expected up to 32 lengths of zero or more");

    /// <summary>The row of a tensor's lengths, as int64.</summary>
    public static Tensor Row(IEnumerable<int> lengths) => Tensor.From<long>([.. lengths.Select(n => (long)n)], Device.Cpu);
}
