using System.Globalization;

namespace DeepSharp;

/// <summary>The smallest and the largest value a pixel can have, such as <c>(0, 255)</c> or <c>(0, 1)</c>.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest, above the smallest.</param>
public readonly record struct ValueRange(double Low, double High) : IConfigValue<ValueRange>
{
    /// <summary>The largest value.</summary>
    public double High { get; } = High > Low && double.IsFinite(High - Low)
        ? High
        : throw new InvalidValueException(
            string.Create(CultureInfo.InvariantCulture, $"A value range expects its lower end first and below the upper one but got ({Low}, {High})."));

    /// <summary>Takes both ends.</summary>
    public static implicit operator ValueRange((double Low, double High) ends) => new(ends.Low, ends.High);

    /// <summary>Images of this range moved to another.</summary>
    internal Tensor MoveTo(ValueRange other, Tensor images) =>
        this == other ? images : (images - Low) * ((other.High - other.Low) / (High - Low)) + other.Low;

    /// <summary>Images held within this range.</summary>
    internal Tensor Hold(Tensor images) => images.Clip(Low, High);

    /// <inheritdoc/>
    public object? ToConfig() => new[] { Plain(Low), Plain(High) };

    /// <inheritdoc/>
    public static ValueRange FromConfig(object? value) => value is IReadOnlyList<object?> { Count: 2 } items
        ? new(End(items[0]), End(items[1]))
        : throw new FormatException("expected a list of two numbers, the smallest and the largest value");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Low}, {High})");

    // Keras writes (0, 255) as integers.
    private static object Plain(double value) => value == Math.Floor(value) && Math.Abs(value) < int.MaxValue ? (long)value : value;

    private static double End(object? value) => value switch
    {
        double number => number,
        long whole => whole,
        _ => throw new FormatException("expected a list of two numbers"),
    };
}
