namespace DeepSharp;

/// <summary>Which runs of neighbouring tokens become tokens. A number n stands for all lengths from 1 to n, a list for exactly its lengths.</summary>
public readonly struct NGrams : IConfigValue<NGrams>, IEquatable<NGrams>
{
    private readonly EquatableArray<int> _lengths;
    private readonly int _upTo;

    /// <summary>All lengths from 1 on.</summary>
    /// <param name="upTo">The longest.</param>
    public NGrams(int upTo) => (_upTo, _lengths) = (upTo, new([.. Enumerable.Range(1, Positive(upTo))]));

    /// <summary>Given lengths.</summary>
    /// <param name="lengths">The lengths, in the order in which their runs stand.</param>
    public NGrams(int[] lengths) => _lengths = new([.. lengths.Select(Positive)]);

    /// <summary>The lengths.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>All lengths from 1 on.</summary>
    public static implicit operator NGrams(int upTo) => new(upTo);

    /// <summary>Given lengths.</summary>
    public static implicit operator NGrams(int[] lengths) => new(lengths);

    /// <summary>The runs of the tokens, joined by blanks: for each length in turn, from the first token on.</summary>
    public IReadOnlyList<string> Apply(IReadOnlyList<string> tokens)
    {
        var runs = new List<string>();
        foreach (int length in _lengths)
            for (int start = 0; start + length <= tokens.Count; start++)
                runs.Add(string.Join(' ', tokens.Skip(start).Take(length)));
        return runs;
    }

    /// <inheritdoc/>
    public object? ToConfig() => _upTo > 0 ? _upTo : _lengths.ToArray();

    /// <inheritdoc/>
    public static NGrams FromConfig(object? value) => value switch
    {
        long upTo => new(checked((int)upTo)),
        IReadOnlyList<object?> lengths => new([.. lengths.Select(n => n is long length ? checked((int)length) : throw Expected())]),
        _ => throw Expected(),
    };

    /// <inheritdoc/>
    public bool Equals(NGrams other) => _upTo == other._upTo && _lengths.Equals(other._lengths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NGrams other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_upTo, _lengths);

    /// <summary>Prints <c>2</c> or <c>[1, 3]</c>.</summary>
    public override string ToString() => _upTo > 0 ? $"{_upTo}" : $"[{string.Join(", ", _lengths.ToArray())}]";

    private static int Positive(int length) => length > 0 ? length : throw new InvalidValueException($"Lengths of n-grams must be positive, got {length}.");

    private static FormatException Expected() => new("expected an integer or a list of integers");
}
