using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>The padding of all spatial axes: a rule, or the elements before and after each axis.</summary>
/// <param name="Rule">How padding follows from the lengths; not used where <paramref name="Pairs"/> are given.</param>
/// <param name="Pairs">Explicit elements before and after, one pair for each spatial axis; empty to follow the rule.</param>
[CollectionBuilder(typeof(SpatialPadding), nameof(Create))]
public readonly record struct SpatialPadding(Padding Rule, EquatableArray<(int Before, int After)> Pairs = default)
    : IEnumerable<(int Before, int After)>
{
    /// <summary>Explicit padding.</summary>
    /// <param name="pairs">Elements before and after, one pair for each spatial axis.</param>
    public static SpatialPadding Create(ReadOnlySpan<(int Before, int After)> pairs) => new(Padding.Valid, EquatableArray.Create(pairs));

    /// <summary>Takes a rule.</summary>
    public static implicit operator SpatialPadding(Padding rule) => new(rule);

    /// <summary>Whether the elements are given, not a rule.</summary>
    public bool IsExplicit => Pairs.Count > 0;

    /// <summary>The padding of one axis of known length.</summary>
    /// <param name="axis">The spatial axis, from 0.</param>
    /// <param name="length">Its length.</param>
    /// <param name="span">The elements a window spans: (taps − 1) · dilation + 1.</param>
    /// <param name="stride">The step between windows.</param>
    public (int Before, int After) Resolve(int axis, int length, int span, int stride)
    {
        if (IsExplicit) return Pairs[axis];
        switch (Rule)
        {
            case Padding.Same:
                int outputs = (length + stride - 1) / stride;
                int total = Math.Max(0, (outputs - 1) * stride + span - length);
                return (total / 2, total - total / 2);
            case Padding.Causal:
                return (span - 1, 0);
            default:
                return (0, 0);
        }
    }

    /// <summary>The output length of one axis; <see cref="Dim.Any"/> where the input length or the window is unknown.</summary>
    /// <exception cref="ShapeMismatchException">The window is longer than the padded axis.</exception>
    internal int OutputLength(string who, int axis, int length, int span, int stride)
    {
        if (length == Dim.Any || span == Dim.Any) return Dim.Any;
        var (before, after) = Resolve(axis, length, span, stride);
        int room = length + before + after - span;
        if (room < 0)
            throw new ShapeMismatchException(
                $"[{who}] the window spans {span} elements of spatial axis {axis}, but that axis has {length}{(before + after > 0 ? $" and {before + after} of padding" : "")}. " +
                "Use Padding.Same, a smaller window, or a larger input.");
        return room / stride + 1;
    }

    /// <summary>Rejects padding that does not fit the number of spatial axes.</summary>
    /// <exception cref="InvalidValueException">A pair is missing or negative, or causal padding meets several axes.</exception>
    internal void Require(string who, int axes)
    {
        if (IsExplicit && Pairs.Count != axes)
            throw new InvalidValueException($"[{who}] expects {axes} padding pairs, one for each spatial axis, but got {Pairs.Count}: {this}.");
        foreach (var (before, after) in Pairs.Span)
            if (before < 0 || after < 0) throw new InvalidValueException($"[{who}] padding must not be negative but is {this}.");
        if (!IsExplicit && Rule == Padding.Causal && axes != 1)
            throw new InvalidValueException($"[{who}] causal padding is for one spatial axis but the input has {axes}. Use Padding.Same or explicit padding.");
    }

    /// <inheritdoc/>
    public IEnumerator<(int Before, int After)> GetEnumerator() => Pairs.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Prints <c>Same</c> or <c>((1, 2), (0, 1))</c>.</summary>
    public override string ToString() => IsExplicit ? Pairs.ToString() : Rule.ToString();
}
