namespace DeepSharp;

/// <summary>A run of positions along one axis, given before the axis' length is known.</summary>
/// <param name="Range">The positions; the end is not part of it.</param>
/// <param name="Step">Takes every step-th of them; a negative step walks from the last to the first.</param>
public readonly record struct AxisRange(Range Range, int Step = 1)
{
    /// <summary>The whole axis.</summary>
    public static AxisRange All => new(Range.All);

    /// <summary>Whether it takes the whole axis as it is.</summary>
    public bool IsAll => Step == 1 && Range.Equals(Range.All);

    /// <summary>The run of one position.</summary>
    public static AxisRange At(Index position) =>
        new(position.IsFromEnd ? new(position, new(position.Value - 1, true)) : new(position, position.Value + 1));

    /// <summary>The number of positions; unknown where it hangs on an unknown length.</summary>
    /// <exception cref="InvalidValueException">The run leaves the axis, or the step is zero.</exception>
    internal int Count(Shape shape, int axis, string who)
    {
        if (shape[axis] != Dim.Any) return Resolve(shape, axis, who).Count;
        RequireStep(who);
        var (start, end) = (Range.Start, Range.End);
        if (start.IsFromEnd != end.IsFromEnd) return Dim.Any;
        int extent = start.IsFromEnd ? start.Value - end.Value : end.Value - start.Value;
        return extent >= 0 ? Steps(extent) : throw Outside(shape, axis, who);
    }

    /// <summary>The position of the first element and their number, for an axis of known length.</summary>
    /// <exception cref="InvalidValueException">The run leaves the axis, or the step is zero.</exception>
    internal (int First, int Count) Resolve(Shape shape, int axis, string who)
    {
        RequireStep(who);
        int length = shape[axis], start = Range.Start.GetOffset(length), end = Range.End.GetOffset(length);
        if (start < 0 || end > length || start > end) throw Outside(shape, axis, who);
        return (Step > 0 || start == end ? start : end - 1, Steps(end - start));
    }

    /// <summary>Prints <c>1..^1</c> or <c>0..^0:2</c>.</summary>
    public override string ToString() => Step == 1 ? Range.ToString() : $"{Range}:{Step}";

    private int Steps(int extent) => (int)(((long)extent + Math.Abs((long)Step) - 1) / Math.Abs((long)Step));

    private void RequireStep(string who)
    {
        if (Step == 0) throw new InvalidValueException($"[{who}] the step must not be zero.");
    }

    private InvalidValueException Outside(Shape shape, int axis, string who)
    {
        string found = Equals(At(Range.Start)) ? $"position {Range.Start}" : $"range {Range}";
        return new($"[{who}] {found} does not lie within axis {axis} of {shape}: positions run from 0 (or ^{shape[axis]}) to the length {shape[axis]}.");
    }
}
