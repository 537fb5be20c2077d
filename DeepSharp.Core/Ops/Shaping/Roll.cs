namespace DeepSharp;

/// <summary>The elements along an axis moved on by some places; those that leave at the end come in at the front.</summary>
/// <param name="Shift">The places to move on by; negative ones move back.</param>
/// <param name="Axis">The axis, from the front or, negative, from the end.</param>
public sealed record RollOp(int Shift, int Axis) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        inputs[0].Shape.Axis(Axis, Name);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        int length = x[0].Shape[x[0].Shape.Axis(Axis, Name)];
        int shift = length == 0 ? 0 : (Shift % length + length) % length;
        return [shift == 0 ? x[0].Alias() : Tensor.Concat([x[0].Slice(Axis, ^shift..), x[0].Slice(Axis, ..^shift)], Axis)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Moves the elements along an axis on by some places; those that leave at the end come in at the front.</summary>
    /// <param name="shift">The places to move on by; negative ones move back.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public Tensor Roll(int shift, int axis) => new RollOp(shift, Shape.Axis(axis, "roll")).Apply(this);

    /// <summary>Moves the elements, taken as one row in row-major order, on by some places.</summary>
    public Tensor Roll(int shift) => new RollOp(shift, 0).Apply(Reshape(Dim.Any)).Reshape(Shape);
}
