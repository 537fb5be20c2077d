namespace DeepSharp;

/// <summary>What of one input axis an output depends on: position o sees the positions Start + o · Jump to Start + o · Jump + Size − 1.</summary>
/// <param name="Axis">The input's axis, from 0 for the batch: 1 is the first spatial axis.</param>
/// <param name="Size">How many neighbouring positions are seen, at most where enlarging makes it vary.</param>
/// <param name="Jump">How many input positions one output position steps; below 1 after enlarging.</param>
/// <param name="Start">The first position that output 0 sees; negative in the padding.</param>
/// <param name="IsGlobal">Whether the whole axis may be seen, so that the other numbers mean nothing.</param>
public sealed record AxisReach(int Axis, double Size, double Jump, double Start, bool IsGlobal)
{
    /// <summary>The last position that output 0 sees.</summary>
    internal double End => Start + Size - 1;

    /// <summary>The whole axis.</summary>
    internal static AxisReach Whole(int axis) => new(axis, double.PositiveInfinity, double.NaN, double.NaN, true);

    /// <summary>Seen through windows of so many positions, a step apart, the first of which begins so far before the start.</summary>
    internal AxisReach Through(int span, double step, double before) =>
        this with { Size = Size + (span - 1) * Jump, Jump = Jump * step, Start = Start - before * Jump };

    /// <summary>What either sees.</summary>
    internal AxisReach Join(AxisReach other)
    {
        if (IsGlobal || other.IsGlobal || Jump != other.Jump) return Whole(Axis);
        double start = Math.Min(Start, other.Start);
        return this with { Start = start, Size = Math.Max(End, other.End) - start + 1 };
    }
}
