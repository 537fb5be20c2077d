namespace DeepSharp;

/// <summary>y[b, o.., c] = the mean of x[b, i.., c] over the elements of the window at o that lie inside.</summary>
/// <param name="Window">The lengths of the window, one for each spatial axis.</param>
/// <param name="Strides">The step between windows, one for each spatial axis.</param>
/// <param name="Padding">The border.</param>
public sealed record AveragePoolOp(EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding) : PoolOp(Window, Strides, Padding)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Pooled(inputs[0].Shape, inputs[0].DType), inputs[0].DType)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) =>
        [new AveragePoolGradientOp(Window, Strides, Padding, ConvOperands.Spatial(s.X.Shape)).Apply(s.Dy)];
}

/// <summary>The gradient of average pooling: each output's gradient is shared equally among the elements of its window.</summary>
/// <param name="Window">The lengths of the window, one for each spatial axis.</param>
/// <param name="Strides">The step between windows, one for each spatial axis.</param>
/// <param name="Padding">The border.</param>
/// <param name="Lengths">The spatial lengths of the pooled data.</param>
public sealed record AveragePoolGradientOp(EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding, Shape Lengths)
    : PoolOp(Window, Strides, Padding)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var dy = inputs[0];
        Shape x = [dy.Shape[0], .. Lengths.Dims, dy.Shape[^1]];
        RequirePooled(x, dy, dy.DType);
        return [new(x, dy.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [new AveragePoolOp(Window, Strides, Padding).Apply(s.Dy)];
}

public sealed partial class Tensor
{
    /// <summary>The mean of each window over the spatial axes of [batch, spatial.., channels]; 1, 2 or 3 of them.</summary>
    /// <remarks>Padding does not count: a window that hangs over the border is divided by the elements it really holds.</remarks>
    /// <inheritdoc cref="MaxPool" path="/param"/>
    /// <inheritdoc cref="MaxPool" path="/exception"/>
    public Tensor AveragePool(EquatableArray<int> window, EquatableArray<int> strides = default, SpatialPadding padding = default)
    {
        (window, strides) = PoolSteps(window, strides);
        return new AveragePoolOp(window, strides, padding).Apply(this);
    }
}
