namespace DeepSharp;

/// <summary>Whole numbers spread evenly over [low, high).</summary>
/// <remarks>
/// low + ⌊d · (high − low) / 2⁶⁴⌋ with the 128-bit product's upper half (d as in <see cref="RandomOp"/>). No two values differ in
/// probability by more than 2⁻⁶⁴.
/// </remarks>
/// <param name="Shape">The shape of the result.</param>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The end, not reached.</param>
/// <param name="DType">int32 or int64.</param>
public sealed record RandomIntegersOp(Shape Shape, long Low, long High, DType DType = DType.Int32) : RandomOp(Shape, DType)
{
    private protected override ReadOnlySpan<DType> Drawable => [DType.Int32, DType.Int64];

    private protected override string? Fault =>
        Low >= High ? $"expects low below high but got [{Low}, {High}): no whole number lies there."
        : DType == DType.Int32 && (Low < int.MinValue || High > int.MaxValue + 1L)
            ? $"[{Low}, {High}) does not fit int32. Ask for DType.Int64."
        : null;
}

public sealed partial class Tensor
{
    /// <summary>Whole numbers spread evenly over [low, high).</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The end, not reached.</param>
    /// <param name="dtype">int32 or int64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    /// <exception cref="InvalidValueException">The range is empty or does not fit the element type.</exception>
    public static Tensor RandomIntegers(Shape shape, long low, long high, DType dtype = DType.Int32, RandomSeed seed = default) =>
        new RandomIntegersOp(shape, low, high, dtype).Apply(seed.For(shape));
}
