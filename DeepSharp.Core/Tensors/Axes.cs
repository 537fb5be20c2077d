using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>A list of axes as given by the caller (negative ones count from the end). Compared by content, so it can be an op's attribute.</summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public readonly struct Axes(params ReadOnlySpan<int> axes) : IEquatable<Axes>, IEnumerable<int>
{
    private readonly int[] _axes = axes.ToArray();

    /// <summary>Makes a list from its members.</summary>
    public static Axes Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>The axes as given.</summary>
    public ReadOnlySpan<int> Values => _axes;

    /// <summary>Whether no axis is named; most ops take that as "all".</summary>
    public bool IsEmpty => (_axes?.Length ?? 0) == 0;

    /// <summary>The axes from the front, sorted; all of them when the list is empty.</summary>
    /// <exception cref="ShapeMismatchException">An axis is out of range or named twice.</exception>
    public int[] Resolve(Shape shape, string who)
    {
        if (IsEmpty) return [.. Enumerable.Range(0, shape.Rank)];
        var resolved = new int[_axes.Length];
        for (int i = 0; i < resolved.Length; i++) resolved[i] = shape.Axis(_axes[i], who);
        Array.Sort(resolved);
        for (int i = 1; i < resolved.Length; i++)
            if (resolved[i] == resolved[i - 1]) throw new ShapeMismatchException($"[{who}] axis {resolved[i]} is named twice in {this}.");
        return resolved;
    }

    /// <summary>Takes a single axis.</summary>
    public static implicit operator Axes(int axis) => new(axis);

    /// <summary>Takes axes from an array; null means none named.</summary>
    public static implicit operator Axes(int[]? axes) => new(axes ?? []);

    /// <inheritdoc/>
    public bool Equals(Axes other) => Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Axes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int a in Values) hash.Add(a);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_axes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Prints <c>(0, -1)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", _axes ?? [])})";
}
