using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Names for special axis lengths.</summary>
public static class Dim
{
    /// <summary>A length that is not known yet, such as the batch size while a model is built. Printed as <c>?</c>.</summary>
    public const int Any = -1;
}

/// <summary>The axis lengths of a tensor, outermost first. A value type compared by content; <c>[]</c> is a scalar.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    private readonly int[]? _dims;

    /// <summary>Makes a shape from lengths.</summary>
    /// <exception cref="ShapeMismatchException">A length is negative and not <see cref="Dim.Any"/>.</exception>
    public Shape(params ReadOnlySpan<int> dims)
    {
        foreach (int d in dims)
            if (d < Dim.Any) throw new ShapeMismatchException($"A shape cannot have the length {d}: lengths are zero or more, or Dim.Any (-1) for unknown.");
        _dims = dims.ToArray();
    }

    /// <summary>Makes a shape from lengths.</summary>
    public static Shape Create(ReadOnlySpan<int> dims) => new(dims);

    /// <summary>The shape of a single value, <c>[]</c>.</summary>
    public static Shape Scalar => default;

    /// <summary>The lengths, outermost first.</summary>
    public ReadOnlySpan<int> Dims => _dims;

    /// <summary>Number of axes.</summary>
    public int Rank => _dims?.Length ?? 0;

    /// <summary>Number of axes; lets <c>shape[^1]</c> name the last length.</summary>
    public int Length => Rank;

    /// <summary>The length of one axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeMismatchException">The shape has no such axis.</exception>
    public int this[int axis] => (uint)axis < (uint)Rank ? _dims![axis]
        : axis < 0 && axis >= -Rank ? _dims![axis + Rank]
        : throw new ShapeMismatchException($"Shape {this} has {Rank} axes; there is no axis {axis}.");

    /// <summary>A run of lengths as a shape.</summary>
    public Shape Slice(int start, int length) => new(Dims.Slice(start, length));

    /// <summary>Whether every length is known.</summary>
    public bool IsKnown => Dims.IndexOf(Dim.Any) < 0;

    /// <summary>The number of elements.</summary>
    /// <exception cref="ShapeMismatchException">A length is unknown.</exception>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (int d in Dims)
                count *= d >= 0 ? d : throw new ShapeMismatchException($"Shape {this} has an unknown length, so its number of elements is not known yet.");
            return count;
        }
    }

    /// <summary>Turns a possibly negative axis into its place from the front.</summary>
    /// <exception cref="ShapeMismatchException">The axis is out of range.</exception>
    public int Axis(int axis, string who = "axis")
    {
        int a = axis < 0 ? axis + Rank : axis;
        return (uint)a < (uint)Rank
            ? a
            : throw new ShapeMismatchException($"[{who}] axis {axis} is out of range for shape {this}: expected {-Rank} to {Rank - 1}.");
    }

    /// <summary>This shape with one length replaced.</summary>
    public Shape With(int axis, int length)
    {
        var dims = Dims.ToArray();
        dims[Axis(axis)] = length;
        return new(dims);
    }

    /// <summary>This shape with a length put in before <paramref name="axis"/> (may equal the rank).</summary>
    public Shape Insert(int axis, int length)
    {
        List<int> dims = [.. Dims];
        dims.Insert(axis, length);
        return new([.. dims]);
    }

    /// <summary>This shape without one axis.</summary>
    public Shape Remove(int axis)
    {
        List<int> dims = [.. Dims];
        dims.RemoveAt(Axis(axis));
        return new([.. dims]);
    }

    /// <summary>This shape followed by another.</summary>
    public Shape Concat(Shape other) => new([.. Dims, .. other.Dims]);

    /// <summary>Whether an array of this shape can be <paramref name="other"/>: same rank and equal lengths, unknown ones matching any.</summary>
    public bool Matches(Shape other)
    {
        if (Rank != other.Rank) return false;
        for (int i = 0; i < Rank; i++)
            if (_dims![i] != other._dims![i] && _dims[i] >= 0 && other._dims[i] >= 0) return false;
        return true;
    }

    /// <summary>The shape two operands stretch to under NumPy's broadcasting rule.</summary>
    /// <exception cref="ShapeMismatchException">A pair of lengths differs and neither is one.</exception>
    public static Shape Broadcast(Shape a, Shape b, string who = "broadcast")
    {
        if (a.Equals(b)) return a;
        int rank = Math.Max(a.Rank, b.Rank);
        var dims = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Rank ? a._dims![^i] : 1, y = i <= b.Rank ? b._dims![^i] : 1;
            dims[^i] = x == y || y == 1 ? x : x == 1 || x == Dim.Any ? y : y == Dim.Any ? x
                : throw new ShapeMismatchException($"[{who}] shapes {a} and {b} do not broadcast: {x} against {y} on axis {-i}. Lengths must be equal, or one of them 1.");
        }
        return new(dims);
    }

    /// <summary>Takes lengths from an array.</summary>
    public static implicit operator Shape(int[] dims) => new(dims);

    /// <summary>Takes one length.</summary>
    public static implicit operator Shape(int length) => new([length]);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dims.SequenceEqual(other.Dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int d in Dims) hash.Add(d);
        return hash.ToHashCode();
    }

    /// <summary>Compares lengths.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Compares lengths.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_dims ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Prints <c>[?, 28, 28, 1]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", (_dims ?? []).Select(d => d < 0 ? "?" : d.ToString()))}]";
}
