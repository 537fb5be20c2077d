namespace DeepSharp;

/// <summary>The k largest elements along the last axis, largest first, and their places (int32). Of equal ones the first is taken; NaN goes last.</summary>
/// <param name="K">How many.</param>
public sealed record TopKOp(int K) : Op
{
    /// <inheritdoc/>
    public override string Family => "Sorting";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (shape, dtype) = (inputs[0].Shape, inputs[0].DType);
        Domains.Require(Name, FnDomain.Numeric, dtype);
        int last = shape.Axis(-1, Name);
        if (K < 0 || shape[last] != Dim.Any && K > shape[last])
            throw new InvalidValueException(
                $"[top_k] k must be from 0 to the length {shape[last]} of the last axis of {shape} but is {K}.");
        return [new(shape.With(last, K), dtype), new(shape.With(last, K), DType.Int32)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) =>
        [new ScatterAddAlongAxisOp(s.X.Rank - 1, s.X.Shape[^1]).Apply(s.Ys[1], s.Dy)];
}

public sealed partial class Tensor
{
    /// <summary>The k largest elements along the last axis, largest first, and their places as int32.</summary>
    /// <param name="k">How many. Of equal elements the first is taken; NaN counts as the smallest.</param>
    /// <exception cref="InvalidValueException">There are fewer than k elements.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k)
    {
        var y = new TopKOp(k).ApplyAll(this);
        return (y[0], y[1]);
    }
}
