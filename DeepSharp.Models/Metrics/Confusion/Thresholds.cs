using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>One threshold or several, each from 0 to 1: <c>0.5</c> or <c>[0.1, 0.5, 0.9]</c>. With several, a metric gives one value for each.</summary>
[CollectionBuilder(typeof(Thresholds), nameof(Create))]
public sealed class Thresholds : IConfigValue<Thresholds>, IReadOnlyList<double>, IEquatable<Thresholds>
{
    private readonly double[] _values;
    private readonly bool _single;

    private Thresholds(double[] values, bool single)
    {
        (_values, _single) = (values, single);
        if (values.Length == 0) throw new InvalidValueException("Thresholds: give at least one.");
        foreach (double t in values)
            if (!(t is >= 0 and <= 1))
                throw new InvalidValueException($"Thresholds must be from 0 to 1 but one is {t.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>How many.</summary>
    public int Count => _values.Length;

    /// <summary>A threshold.</summary>
    public double this[int index] => _values[index];

    /// <summary>Several thresholds.</summary>
    /// <exception cref="InvalidValueException">There is none, or one is outside 0 to 1.</exception>
    public static Thresholds Create(ReadOnlySpan<double> values) => new(values.ToArray(), false);

    /// <summary>One threshold.</summary>
    public static implicit operator Thresholds(double value) => new([value], true);

    /// <summary>Several thresholds.</summary>
    public static implicit operator Thresholds(double[] values) => Create(values);

    /// <inheritdoc/>
    public object? ToConfig() => _single ? _values[0] : _values;

    /// <inheritdoc/>
    public static Thresholds FromConfig(object? value) => value switch
    {
        double d => d,
        long l => (double)l,
        IReadOnlyList<object?> list when list.All(v => v is double or long) => list.Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture)).ToArray(),
        _ => throw new FormatException("expected a number or a list of numbers"),
    };

    /// <inheritdoc/>
    public bool Equals(Thresholds? other) => other is not null && _single == other._single && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Thresholds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_single, _values.Length, _values[0], _values[^1]);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Prints <c>0.5</c> or <c>[0.1, 0.5]</c>.</summary>
    public override string ToString()
    {
        var text = string.Join(", ", _values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
        return _single ? text : $"[{text}]";
    }
}
