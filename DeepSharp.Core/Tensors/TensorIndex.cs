namespace DeepSharp;

/// <summary>What an indexer's place stands for: one position of an axis, a run of it, or a new axis of length one.</summary>
/// <example><c>x[0]</c>, <c>x[^1]</c>, <c>x[1..3, .., 2]</c>, <c>x[TensorIndex.Every(2), TensorIndex.NewAxis]</c></example>
public readonly struct TensorIndex
{
    private TensorIndex(TensorIndexKind kind, AxisRange range = default) => (Kind, Range) = (kind, range);

    /// <summary>A new axis of length one; it takes no axis of the tensor.</summary>
    public static TensorIndex NewAxis => new(TensorIndexKind.NewAxis);

    /// <summary>As many whole axes as it takes to reach the tensor's last axes.</summary>
    public static TensorIndex Ellipsis => new(TensorIndexKind.Ellipsis);

    internal TensorIndexKind Kind { get; }

    internal AxisRange Range { get; }

    /// <summary>Every step-th element of the whole axis; a negative step walks from the last to the first.</summary>
    public static TensorIndex Every(int step) => Every(step, System.Range.All);

    /// <summary>Every step-th element of a run; a negative step walks the run from its last element to its first.</summary>
    public static TensorIndex Every(int step, Range range) => new(TensorIndexKind.Run, new(range, step));

    /// <summary>One position; the axis goes away. Negative positions count from the end.</summary>
    public static implicit operator TensorIndex(int position) => position < 0 ? new Index(-position, fromEnd: true) : new Index(position);

    /// <summary>One position; the axis goes away.</summary>
    public static implicit operator TensorIndex(Index position) => new(TensorIndexKind.Position, AxisRange.At(position));

    /// <summary>A run of positions.</summary>
    public static implicit operator TensorIndex(Range range) => new(TensorIndexKind.Run, new(range));
}

/// <summary>What a <see cref="TensorIndex"/> does with the shape.</summary>
internal enum TensorIndexKind
{
    Position,
    Run,
    NewAxis,
    Ellipsis,
}
