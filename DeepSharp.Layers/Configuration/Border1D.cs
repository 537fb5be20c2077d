namespace DeepSharp;

/// <summary>Elements before the start and after the end of one axis, each zero or more.</summary>
/// <remarks>Converts from a number for both ends, <c>1</c>, and from a tuple, <c>(1, 2)</c>.</remarks>
/// <param name="Before">Elements before the start.</param>
/// <param name="After">Elements after the end.</param>
public readonly record struct Border1D(int Before, int After) : IConfigValue<Border1D>
{
    /// <summary>Elements before the start.</summary>
    public int Before { get; } = BorderList.Whole(Before);

    /// <summary>Elements after the end.</summary>
    public int After { get; } = BorderList.Whole(After);

    /// <summary>The same at both ends.</summary>
    public static implicit operator Border1D(int both) => new(both, both);

    /// <summary>One number for each end.</summary>
    public static implicit operator Border1D((int Before, int After) ends) => new(ends.Before, ends.After);

    /// <inheritdoc/>
    public object? ToConfig() => new[] { Before, After };

    /// <inheritdoc/>
    public static Border1D FromConfig(object? value) => BorderList.Read(value, 1)[0];

    /// <inheritdoc/>
    public override string ToString() => $"({Before}, {After})";
}
