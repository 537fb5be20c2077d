namespace DeepSharp;

/// <summary>A constant rate between boundaries; a boundary itself belongs to the piece before it.</summary>
/// <param name="boundaries">Steps after which the rate changes, growing.</param>
/// <param name="values">The rates: one more than boundaries.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable]
public sealed partial class PiecewiseConstantDecay(IReadOnlyList<int> boundaries, IReadOnlyList<double> values, string name = "PiecewiseConstant")
    : LearningRateSchedule
{
    /// <summary>The rates: one more than boundaries.</summary>
    public IReadOnlyList<double> Values { get; } = values.Count == boundaries.Count + 1 && boundaries.Zip(boundaries.Skip(1)).All(p => p.First < p.Second) ? values
        : throw new InvalidValueException(
            $"PiecewiseConstantDecay needs growing boundaries and one more value than boundaries, got boundaries [{string.Join(", ", boundaries)}] and {values.Count} values.");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var rate = Tensor.Scalar(Values[^1], DType.Float64);
        for (int i = Boundaries.Count - 1; i >= 0; i--) rate = Tensor.Where(step <= Boundaries[i], Tensor.Scalar(Values[i], DType.Float64), rate);
        return rate;
    }
}
