namespace DeepSharp;

/// <summary>A linear map along one axis: y[a, o, b] = Σᵢ w(o, i) x[a, i, b], where only a few neighbouring w(o, i) are not zero.</summary>
/// <param name="Axis">The axis, from the front.</param>
/// <param name="Taps">The weights w.</param>
/// <param name="Transposed">Applies the transposed map, from outputs to inputs: y[a, i, b] = Σₒ w(o, i) x[a, o, b].</param>
public sealed record ResampleOp(int Axis, AxisTaps Taps, bool Transposed = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Floating, inputs[0].DType);
        var shape = inputs[0].Shape;
        int axis = shape.Axis(Axis, Name), from = Transposed ? Taps.To : Taps.From;
        if (Taps.From < 1 || Taps.To < 1) throw new InvalidValueException($"[{Name}] lengths must be at least 1 but are {Taps.From} and {Taps.To}.");
        if (shape[axis] != from && shape[axis] != Dim.Any)
            throw new ShapeMismatchException($"[{Name}] expects axis {axis} to have length {from} but got {shape}.");
        return [new(shape.With(axis, Transposed ? Taps.From : Taps.To), inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var shape = x[0].Shape;
        int axis = shape.Axis(Axis, Name);
        var matrix = Tensor.From<double>(Taps.ToMatrix(), [Taps.To, Taps.From], x[0].Device).Cast(x[0].DType);
        int outer = (int)shape[..axis].Count, inner = (int)shape[(axis + 1)..].Count;
        var y = matrix.MatMul(x[0].Reshape([outer, shape[axis], inner]), transposeA: Transposed);
        return [y.Reshape(shape.With(axis, Transposed ? Taps.From : Taps.To))];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [(this with { Transposed = !Transposed }).Apply(s.Dy)];

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) =>
        new(2L * Taps.Most * Math.Max(inputs[0].Shape.Count, outputs[0].Shape.Count), inputs[0].Bytes + outputs[0].Bytes);
}
