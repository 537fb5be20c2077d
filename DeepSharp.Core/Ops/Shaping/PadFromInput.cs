namespace DeepSharp;

/// <summary>The input with copies of its own elements put before and after each axis.</summary>
/// <param name="Padding">The padding of each axis from the front; axes not named stay as they are.</param>
/// <param name="Mode">Which elements are copied.</param>
public sealed record PadFromInputOp(EquatableArray<AxisPadding> Padding, PadMode Mode) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        for (int i = 0; i < Math.Min(Padding.Count, shape.Rank); i++)
        {
            int most = Mode switch { PadMode.Reflect => shape[i] - 1, PadMode.Symmetric => shape[i], _ => shape[i] == 0 ? 0 : int.MaxValue };
            if (Padding[i].Between != 0 || Mode == PadMode.Constant)
                throw new InvalidValueException("[pad] only constants can be put between elements. Use PadMode.Constant.");
            if (shape[i] != Dim.Any && Math.Max(Padding[i].Before, Padding[i].After) > Math.Max(most, 0))
                throw new InvalidValueException(
                    $"[pad] the padding ({Padding[i].Before}, {Padding[i].After}) of axis {i} is too long: in mode {Mode} an axis of length {shape[i]} gives at most {most} elements.");
        }
        return new PadOp(Padding, 0).Infer(inputs);
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var y = x[0];
        for (int i = 0; i < Padding.Count; i++)
            if (!Padding[i].IsNone) y = Pad(y, i, Padding[i].Before, Padding[i].After);
        return [y];
    }

    private Tensor Pad(Tensor x, int axis, int before, int after)
    {
        var parts = new List<Tensor> { x };
        int skip = Mode == PadMode.Reflect ? 1 : 0, length = x.Shape[axis];
        if (Mode == PadMode.Edge)
        {
            if (before > 0) parts.Insert(0, x.Slice(axis, ..1).BroadcastTo(x.Shape.With(axis, before)));
            if (after > 0) parts.Add(x.Slice(axis, ^1..).BroadcastTo(x.Shape.With(axis, after)));
        }
        else
        {
            if (before > 0) parts.Insert(0, x.Slice(axis, skip..(before + skip), -1));
            if (after > 0) parts.Add(x.Slice(axis, (length - after - skip)..(length - skip), -1));
        }
        return Tensor.Concat(parts, axis);
    }
}
