namespace DeepSharp;

/// <summary>What is put around one axis.</summary>
/// <param name="Before">Elements before the first.</param>
/// <param name="After">Elements after the last.</param>
/// <param name="Between">Elements between each two neighbours.</param>
public readonly record struct AxisPadding(int Before, int After, int Between = 0)
{
    /// <summary>Whether nothing is put anywhere.</summary>
    public bool IsNone => this == default;

    /// <summary>Takes the elements before and after.</summary>
    public static implicit operator AxisPadding((int Before, int After) ends) => new(ends.Before, ends.After);

    /// <summary>The length of an axis with its padding.</summary>
    internal int Padded(int length) =>
        length == Dim.Any ? Dim.Any : IsNone ? length : checked(Before + After + length + Math.Max(length - 1, 0) * Between);
}

/// <summary>The input with a constant put before, after and between the elements of each axis.</summary>
/// <param name="Padding">The padding of each axis from the front; axes not named stay as they are.</param>
/// <param name="Value">The constant.</param>
public sealed record PadOp(EquatableArray<AxisPadding> Padding, double Value) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (shape, dtype) = (inputs[0].Shape, inputs[0].DType);
        if (Padding.Count > shape.Rank)
            throw new ShapeMismatchException($"[pad] {Padding.Count} paddings are given but {shape} has only {shape.Rank} axes.");
        if (!dtype.IsFloating && Value != Math.Floor(Value))
            throw new InvalidValueException(
                $"[pad] {dtype.KerasName} cannot hold the padding value {Value}. Cast the input to a floating type or pad with a whole number.");
        var dims = shape.Dims.ToArray();
        for (int i = 0; i < Padding.Count; i++)
        {
            var p = Padding[i];
            if (p.Before < 0 || p.After < 0 || p.Between < 0)
                throw new InvalidValueException(
                    $"[pad] the padding ({p.Before}, {p.After}) of axis {i} is negative. Use a slice to take elements away.");
            dims[i] = p.Padded(dims[i]);
        }
        return [new(dims, dtype)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var ranges = new AxisRange[Padding.Count];
        for (int i = 0; i < ranges.Length; i++)
        {
            var p = Padding[i];
            ranges[i] = new(p.Before..^p.After, p.Between + 1);
        }
        return [new SliceOp(new(ranges)).Apply(s.Dy)];
    }
}

/// <summary>What padding is made of.</summary>
public enum PadMode
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The axis mirrored at its first and last element, which are not repeated: c b | a b c | b a.</summary>
    Reflect,

    /// <summary>The axis mirrored beyond its first and last element, which are repeated: b a | a b c | c b.</summary>
    Symmetric,

    /// <summary>The first and last element: a a | a b c | c c.</summary>
    Edge,
}

public sealed partial class Tensor
{
    /// <summary>Puts elements before and after each axis.</summary>
    /// <param name="padding">(before, after) for each axis from the front; axes not named stay as they are.</param>
    /// <param name="mode">What is put there.</param>
    /// <param name="value">The value of <see cref="PadMode.Constant"/>.</param>
    /// <exception cref="ShapeMismatchException">More axes are named than there are.</exception>
    /// <exception cref="InvalidValueException">A padding is negative, or longer than the axis that is to be mirrored.</exception>
    public Tensor Pad(ReadOnlySpan<AxisPadding> padding, PadMode mode = PadMode.Constant, double value = 0)
    {
        var op = new PadOp([.. padding], mode == PadMode.Constant ? value : 0);
        return mode == PadMode.Constant ? op.Apply(this) : new PadFromInputOp(op.Padding, mode).Apply(this);
    }
}
