using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>A run of positions along each axis. A view; negative steps walk backwards.</summary>
/// <param name="Ranges">One run per axis from the front; axes not named are taken whole.</param>
public sealed record SliceOp(EquatableArray<AxisRange> Ranges) : ViewOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        if (Ranges.Count > shape.Rank)
            throw new ShapeMismatchException(
                $"[slice] {Ranges.Count} positions or ranges are given but {shape} has only {shape.Rank} axes.");
        var dims = shape.Dims.ToArray();
        for (int i = 0; i < Ranges.Count; i++)
            if (!Ranges[i].IsAll) dims[i] = Ranges[i].Count(shape, i, Name);
        return [new(dims, inputs[0].DType)];
    }

    /// <inheritdoc/>
    /// <remarks>Backward runs are turned round first; then dy is put between zeros.</remarks>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var shape = s.X.Shape;
        var turns = new AxisRange[Ranges.Count];
        var padding = new AxisPadding[Ranges.Count];
        for (int i = 0; i < turns.Length; i++)
        {
            var (first, count) = Ranges[i].Resolve(shape, i, Name);
            int step = Math.Abs(Ranges[i].Step), extent = count == 0 ? 0 : (count - 1) * step + 1;
            int before = Ranges[i].Step > 0 ? first : first - Math.Max(extent - 1, 0);
            turns[i] = new(Range.All, Math.Sign(Ranges[i].Step));
            padding[i] = new(before, shape[i] - before - extent, count > 1 ? step - 1 : 0);
        }
        var dy = Array.TrueForAll(turns, t => t.IsAll) ? s.Dy : new SliceOp([.. turns]).Apply(s.Dy);
        return [Array.TrueForAll(padding, p => p.IsNone) ? dy : new PadOp(new(padding), 0).Apply(dy)];
    }

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output)
    {
        long offset = input.Offset;
        var strides = (long[])input.Strides.Clone();
        for (int i = 0; i < Ranges.Count; i++)
        {
            offset += Ranges[i].Resolve(input.Shape, i, Name).First * strides[i];
            strides[i] *= Ranges[i].Step;
        }
        return (offset, strides);
    }
}

public sealed partial class Tensor
{
    /// <summary>A part of this tensor as a view: positions drop their axis, ranges keep it, axes not named are taken whole.</summary>
    /// <param name="index">Positions (<c>2</c>, <c>^1</c>), ranges (<c>1..3</c>, <c>..</c>), or the members of <see cref="TensorIndex"/>.</param>
    /// <exception cref="ShapeMismatchException">More axes are named than there are.</exception>
    /// <exception cref="InvalidValueException">A position or range leaves its axis.</exception>
    [IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> index]
    {
        get
        {
            var ranges = new List<AxisRange>();
            var (drop, insert) = (new List<int>(), new List<int>());
            bool open = false;
            foreach (var i in index)
            {
                if (i.Kind == TensorIndexKind.NewAxis) insert.Add(ranges.Count - drop.Count + insert.Count);
                else if (i.Kind == TensorIndexKind.Ellipsis)
                {
                    if (open) throw new ShapeMismatchException("[slice] TensorIndex.Ellipsis can be given only once.");
                    open = true;
                    ranges.AddRange(Enumerable.Repeat(AxisRange.All, Math.Max(0, Rank - TakenAxes(index))));
                }
                else
                {
                    if (i.Kind == TensorIndexKind.Position) drop.Add(ranges.Count);
                    ranges.Add(i.Range);
                }
            }
            var y = ranges.TrueForAll(r => r.IsAll) && ranges.Count <= Rank ? this : new SliceOp([.. ranges]).Apply(this);
            if (drop.Count > 0) y = y.Squeeze(drop.ToArray());
            foreach (int axis in insert) y = y.ExpandDims(axis);
            return y;
        }
    }

    /// <summary>A run of positions along one axis, as a view.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="range">The positions.</param>
    /// <param name="step">Takes every step-th of them; a negative step walks from the last to the first.</param>
    /// <exception cref="InvalidValueException">The range leaves the axis, or the step is zero.</exception>
    public Tensor Slice(int axis, Range range, int step = 1)
    {
        var ranges = new AxisRange[Shape.Axis(axis, "slice") + 1];
        Array.Fill(ranges, AxisRange.All);
        ranges[^1] = new(range, step);
        return new SliceOp(new(ranges)).Apply(this);
    }

    /// <summary>The block that begins at a position and has a given size, as a view.</summary>
    /// <param name="start">The first position along each axis.</param>
    /// <param name="size">The block's lengths; <see cref="Dim.Any"/> (-1) takes all that is left of the axis.</param>
    /// <exception cref="ShapeMismatchException">Start and size do not name each axis.</exception>
    /// <exception cref="InvalidValueException">The block leaves the tensor.</exception>
    public Tensor Slice(ReadOnlySpan<int> start, Shape size)
    {
        if (start.Length != Rank || size.Rank != Rank)
            throw new ShapeMismatchException(
                $"[slice] expects a start and a length for each of the {Rank} axes of {Shape} but got {start.Length} starts and the size {size}.");
        var ranges = new AxisRange[Rank];
        for (int i = 0; i < ranges.Length; i++)
        {
            if (start[i] < 0) throw new InvalidValueException($"[slice] the start {start[i]} on axis {i} is negative.");
            ranges[i] = new(size[i] == Dim.Any ? start[i].. : start[i]..(start[i] + size[i]));
        }
        return new SliceOp(new(ranges)).Apply(this);
    }

    /// <summary>The order along some axes turned round (all when none is named), as a view.</summary>
    public Tensor Flip(Axes axes = default)
    {
        if (Rank == 0) return this;
        var ranges = new AxisRange[Rank];
        Array.Fill(ranges, AxisRange.All);
        foreach (int axis in axes.Resolve(Shape, "flip")) ranges[axis] = new(Range.All, -1);
        return new SliceOp(new(ranges)).Apply(this);
    }

    private static int TakenAxes(ReadOnlySpan<TensorIndex> index)
    {
        int taken = 0;
        foreach (var i in index)
            if (i.Kind is TensorIndexKind.Position or TensorIndexKind.Run) taken++;
        return taken;
    }
}
