namespace DeepSharp;

/// <summary>Running sums along an axis: yᵢ = x₀ + … + xᵢ.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Reverse">Sums from the end: yᵢ = xᵢ + … + xₙ₋₁.</param>
/// <param name="Exclusive">Leaves out xᵢ itself, so that the first sum is 0.</param>
public sealed record CumSumOp(int Axis, bool Reverse = false, bool Exclusive = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Numeric, inputs[0].DType);
        inputs[0].Shape.Axis(Axis, Name);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.Dy.CumSum(Axis, !Reverse, Exclusive)];
}

public sealed partial class Tensor
{
    /// <summary>Running sums along an axis; bool and uint8 are summed as int32.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="reverse">Sums from the end.</param>
    /// <param name="exclusive">Leaves out the element itself, so that the first sum is 0.</param>
    public Tensor CumSum(int axis, bool reverse = false, bool exclusive = false) =>
        new CumSumOp(Shape.Axis(axis, "cum_sum"), reverse, exclusive).Apply(DType is DType.Bool or DType.UInt8 ? Cast(DType.Int32) : this);
}
