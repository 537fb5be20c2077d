using System.Globalization;

namespace DeepSharp;

/// <summary>How strong a random change is: one number, from which a layer makes a range, or the range itself. Converts from both.</summary>
/// <remarks><c>0.2</c>, or <c>(-0.1, 0.3)</c>; in files a number or a list of two.</remarks>
public readonly record struct Factor : IConfigValue<Factor>
{
    private readonly double _first, _second;

    private Factor(double first, double second, bool isRange) => (_first, _second, IsRange) = (first, second, isRange);

    /// <summary>Whether both ends were given.</summary>
    public bool IsRange { get; }

    /// <summary>One number.</summary>
    public static implicit operator Factor(double value) => new(value, value, false);

    /// <summary>Both ends, in any order.</summary>
    public static implicit operator Factor((double Low, double High) range) => new(range.Low, range.High, true);

    /// <summary>The range that one number f spans from zero: 0 to |f|.</summary>
    internal (double Low, double High) FromZero => IsRange ? Sorted : (0, Math.Abs(_first));

    /// <summary>The range that one number f spans around zero: −|f| to |f|.</summary>
    internal (double Low, double High) Mirrored => IsRange ? Sorted : (-Math.Abs(_first), Math.Abs(_first));

    /// <summary>One number as both of two amounts, or the two in order.</summary>
    internal (double Low, double High) Both => Sorted;

    private (double Low, double High) Sorted => (Math.Min(_first, _second), Math.Max(_first, _second));

    /// <summary>This factor if its numbers lie within bounds.</summary>
    /// <param name="who">The layer, for the message.</param>
    /// <param name="what">The parameter, for the message.</param>
    /// <param name="least">The smallest number.</param>
    /// <param name="most">The largest number.</param>
    /// <exception cref="InvalidValueException">A number is outside.</exception>
    internal Factor Within(string who, string what, double least, double most) =>
        _first >= least && _first <= most && _second >= least && _second <= most && double.IsFinite(_first) && double.IsFinite(_second)
            ? this
            : throw new InvalidValueException(string.Create(CultureInfo.InvariantCulture,
                $"{who} expects {what} to be a number {Allowed(least, most)}, or a range of two such numbers, but got {this}."));

    /// <inheritdoc/>
    public object? ToConfig() => IsRange ? new[] { _first, _second } : _first;

    /// <inheritdoc/>
    public static Factor FromConfig(object? value) => value switch
    {
        double number => number,
        long whole => whole,
        IReadOnlyList<object?> { Count: 2 } items => (End(items[0]), End(items[1])),
        _ => throw new FormatException("expected a number or a list of two numbers"),
    };

    /// <inheritdoc/>
    public override string ToString() =>
        IsRange ? string.Create(CultureInfo.InvariantCulture, $"({_first}, {_second})") : _first.ToString(CultureInfo.InvariantCulture);

    private static string Allowed(double least, double most) => double.IsFinite(most)
        ? string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}")
        : string.Create(CultureInfo.InvariantCulture, $"of at least {least}");

    private static double End(object? value) => value switch
    {
        double number => number,
        long whole => whole,
        _ => throw new FormatException("expected a number or a list of two numbers"),
    };
}
