namespace DeepSharp;

/// <summary>Random bits: int32 elements are the word w, int64 elements the number d, both read as signed (see
/// <see cref="RandomOp"/>).</summary>
/// <param name="Shape">The shape of the result.</param>
/// <param name="DType">int32 or int64.</param>
public sealed record RandomBitsOp(Shape Shape, DType DType = DType.Int32) : RandomOp(Shape, DType)
{
    private protected override ReadOnlySpan<DType> Drawable => [DType.Int32, DType.Int64];
}

public sealed partial class Tensor
{
    /// <summary>Integers all of whose bits are random.</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="dtype">int32 or int64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    public static Tensor RandomBits(Shape shape, DType dtype = DType.Int32, RandomSeed seed = default) =>
        new RandomBitsOp(shape, dtype).Apply(seed.For(shape));
}
