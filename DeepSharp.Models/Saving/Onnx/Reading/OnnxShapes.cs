namespace DeepSharp.Onnx;

/// <summary>Shapes given as tensors.</summary>
internal static class OnnxShapes
{
    /// <summary>Lengths as a shape.</summary>
    /// <exception cref="InvalidValueException">A length is below zero.</exception>
    public static Shape Lengths(OnnxNode node, int[] lengths) => Array.TrueForAll(lengths, n => n >= 0) && lengths.Length <= 32
        ? new Shape(lengths)
        : throw node.Invalid($"its shape is [{string.Join(", ", lengths.Take(33))}]; expected up to 32 lengths of zero or more");

    /// <summary>Numbers that are made on the way, such as positions: the most there may be, so that a small file does not fill the memory.</summary>
    public const int MostMade = 1 << 22;

    /// <summary>The numbers 0 to below a count, for a computation with another tensor.</summary>
    /// <exception cref="InvalidValueException">There are too many.</exception>
    public static Tensor Places(int count, DType type, Tensor with) => count <= MostMade
        ? Tensor.Arange(0, count, 1, type, with.Device == Device.Null ? Device.Cpu : with.Device)
        : throw new InvalidValueException($"{count} positions of an axis are too many; at most {MostMade} are counted");

    /// <summary>The row of a tensor's lengths, as int64.</summary>
    public static Tensor Row(IEnumerable<int> lengths) => Tensor.From<long>([.. lengths.Select(n => (long)n)], Device.Cpu);
}
