namespace DeepSharp;

/// <summary>y[b, o.., c] = the largest x[b, i.., c] in the window at o; what lies outside counts as −∞.</summary>
/// <param name="Window">The lengths of the window, one for each spatial axis.</param>
/// <param name="Strides">The step between windows, one for each spatial axis.</param>
/// <param name="Padding">The border.</param>
public sealed record MaxPoolOp(EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding) : PoolOp(Window, Strides, Padding)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Pooled(inputs[0].Shape, inputs[0].DType), inputs[0].DType)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [new MaxPoolGradientOp(Window, Strides, Padding).Apply(s.X, s.Dy)];
}

/// <summary>The gradient of max pooling: each output's gradient goes to the first largest element of its window. Inputs: x and dy.</summary>
/// <param name="Window">The lengths of the window, one for each spatial axis.</param>
/// <param name="Strides">The step between windows, one for each spatial axis.</param>
/// <param name="Padding">The border.</param>
public sealed record MaxPoolGradientOp(EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding)
    : PoolOp(Window, Strides, Padding)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        RequirePooled(inputs[0].Shape, inputs[1], inputs[0].DType);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    /// <remarks>Linear in dy; small changes of x move no maximum, so x has no gradient.</remarks>
    public override Tensor?[] Gradient(GradientScope s) =>
        [null, s.Needs(1) ? new MaxPoolPickOp(Window, Strides, Padding).Apply(s.X, s.Dy) : null];
}

/// <summary>The values that stand where x has the first largest element of each window. Inputs: x and values of its shape.</summary>
/// <param name="Window">The lengths of the window, one for each spatial axis.</param>
/// <param name="Strides">The step between windows, one for each spatial axis.</param>
/// <param name="Padding">The border.</param>
public sealed record MaxPoolPickOp(EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding)
    : PoolOp(Window, Strides, Padding)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, values) = (inputs[0], inputs[1]);
        if (!x.Shape.Matches(values.Shape) || x.DType != values.DType)
            throw new ShapeMismatchException($"[{Name}] the data {x} and the values {values} must be of one shape and type.");
        return [new(Pooled(x.Shape, x.DType), x.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) =>
        [null, s.Needs(1) ? new MaxPoolGradientOp(Window, Strides, Padding).Apply(s.X, s.Dy) : null];
}

public sealed partial class Tensor
{
    /// <summary>The largest element of each window over the spatial axes of [batch, spatial.., channels]; 1, 2 or 3 of them.</summary>
    /// <remarks>The gradient goes to the first largest element of a window.</remarks>
    /// <param name="window">The lengths of the window: one number for each spatial axis or one for all.</param>
    /// <param name="strides">The step between windows; the window's lengths if not given.</param>
    /// <param name="padding"><see cref="Padding.Valid"/>, <see cref="Padding.Same"/> or explicit pairs.</param>
    /// <exception cref="ShapeMismatchException">A window is longer than the input.</exception>
    /// <exception cref="DTypeMismatchException">The elements are not floating.</exception>
    /// <exception cref="InvalidValueException">The window, strides or padding are out of range.</exception>
    public Tensor MaxPool(EquatableArray<int> window, EquatableArray<int> strides = default, SpatialPadding padding = default)
    {
        (window, strides) = PoolSteps(window, strides);
        return new MaxPoolOp(window, strides, padding).Apply(this);
    }
}
