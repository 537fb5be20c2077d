using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>One number for all, or a list with one for each place. Converts from both.</summary>
[CollectionBuilder(typeof(Numbers), nameof(Create))]
public readonly struct Numbers(params ReadOnlySpan<double> values) : IConfigValue<Numbers>, IEquatable<Numbers>, IEnumerable<double>
{
    private readonly EquatableArray<double> _values = new(values.ToArray());

    /// <summary>Makes a list from its members.</summary>
    public static Numbers Create(ReadOnlySpan<double> values) => new(values);

    /// <summary>How many numbers there are.</summary>
    public int Count => _values.Count;

    /// <summary>Takes one number.</summary>
    public static implicit operator Numbers(double value) => new(value);

    /// <summary>Takes a list.</summary>
    public static implicit operator Numbers(double[] values) => new(values);

    /// <summary>A scalar, or a vector, of a type.</summary>
    public Tensor ToTensor(DType dtype, Device? device = null) =>
        (_values.Count == 1 ? Tensor.Scalar(_values[0], device) : Tensor.From(_values.Span, [_values.Count], device)).Cast(dtype);

    /// <inheritdoc/>
    public object? ToConfig() => _values.Count == 1 ? _values[0] : _values.ToArray();

    /// <inheritdoc/>
    /// <remarks>Nested lists, which Keras writes for arrays, are read row by row.</remarks>
    public static Numbers FromConfig(object? value) => new(Flat(value).ToArray());

    /// <inheritdoc/>
    public bool Equals(Numbers other) => _values.Equals(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Numbers other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.GetHashCode();

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Prints <c>0.5</c> or <c>[1, 2]</c>.</summary>
    public override string ToString()
    {
        var texts = _values.Select(v => v.ToString(CultureInfo.InvariantCulture));
        return _values.Count == 1 ? texts.First() : $"[{string.Join(", ", texts)}]";
    }

    private static IEnumerable<double> Flat(object? value) => value switch
    {
        double number => [number],
        long whole => [whole],
        IReadOnlyList<object?> { Count: > 0 } items => items.SelectMany(Flat),
        _ => throw new FormatException("expected a number or a list of numbers"),
    };
}
