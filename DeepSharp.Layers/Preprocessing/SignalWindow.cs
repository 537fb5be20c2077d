namespace DeepSharp;

/// <summary>What the frames of a signal are weighted with: a window function, given weights, or nothing.</summary>
public readonly struct SignalWindow : IConfigValue<SignalWindow>, IEquatable<SignalWindow>
{
    private const WindowFunction Usual = WindowFunction.Hann;

    private readonly WindowFunction? _function;
    private readonly EquatableArray<double> _weights;

    private SignalWindow(WindowFunction? function, double[] weights, bool none) => (_function, _weights, IsNone) = (function, new(weights), none);

    /// <summary>No window: all weights are 1.</summary>
    public static SignalWindow None { get; } = new(null, [], none: true);

    /// <inheritdoc/>
    static bool IConfigValue<SignalWindow>.ReadsNull => true;

    /// <summary>Whether there is no window.</summary>
    public bool IsNone { get; }

    /// <summary>A window function.</summary>
    public static implicit operator SignalWindow(WindowFunction function) => new(function, [], none: false);

    /// <summary>Weights, one for each sample of a frame.</summary>
    public static implicit operator SignalWindow(double[] weights) => new(null, weights, none: false);

    /// <summary>The weights of a frame.</summary>
    /// <param name="length">Samples in a frame.</param>
    /// <param name="periodic">Whether a function gives one period of a repeating window instead of a symmetric one.</param>
    /// <exception cref="InvalidValueException">Weights are given, but not as many.</exception>
    public double[] Weights(int length, bool periodic)
    {
        if (IsNone) return [.. Enumerable.Repeat(1.0, length)];
        if (_weights.Count == 0) return (_function ?? Usual).Values(length, periodic);
        return _weights.Count == length ? [.. _weights] : throw new InvalidValueException($"The window has {_weights.Count} weights for frames of {length} samples. Give one for each.");
    }

    /// <inheritdoc/>
    public object? ToConfig() => IsNone ? null : _weights.Count > 0 ? _weights.ToArray() : _function ?? Usual;

    /// <inheritdoc/>
    public static SignalWindow FromConfig(object? value) => value switch
    {
        null => None,
        string name when Enum.GetValues<WindowFunction>().Cast<WindowFunction?>().FirstOrDefault(w => ConfigConverter.EnumName(w!.Value) == name) is { } function => new SignalWindow(function, [], none: false),
        IReadOnlyList<object?> { Count: > 0 } weights => weights.Select(w => w is double or long ? Convert.ToDouble(w) : throw Expected()).ToArray(),
        _ => throw Expected(),
    };

    /// <inheritdoc/>
    public bool Equals(SignalWindow other) =>
        IsNone == other.IsNone && _weights.Equals(other._weights) && (IsNone || _weights.Count > 0 || (_function ?? Usual) == (other._function ?? Usual));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SignalWindow other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsNone, _function ?? Usual, _weights);

    /// <summary>Prints the function's name, the weights, or none.</summary>
    public override string ToString() => IsNone ? "none" : _weights.Count > 0 ? ConfigText.Show(_weights.ToArray()) : $"{_function ?? Usual}";

    private static FormatException Expected() => new($"expected one of {string.Join(", ", Enum.GetValues<WindowFunction>().Select(w => $"'{ConfigConverter.EnumName(w)}'"))}, a list of weights, or null");
}
