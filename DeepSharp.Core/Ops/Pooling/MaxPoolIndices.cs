namespace DeepSharp;

/// <summary>Where the first largest element of each window stands, as int32: its place in its own image, (row · width + column) · channels + channel. No gradient.</summary>
/// <remarks>As TensorFlow's <c>max_pool_with_argmax</c> without the batch in the index; the values themselves are <see cref="MaxPoolOp"/>.</remarks>
/// <param name="Window">The lengths of the window, one for each spatial axis.</param>
/// <param name="Strides">The step between windows, one for each spatial axis.</param>
/// <param name="Padding">The border.</param>
public sealed record MaxPoolIndicesOp(EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding) : PoolOp(Window, Strides, Padding)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Pooled(inputs[0].Shape, inputs[0].DType), DType.Int32)];

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        // float64 holds every int32.
        Shape image = x[0].Shape[1..];
        var places = x[0].Positions(checked((int)image.Count)).Cast(DType.Float64).Reshape(image).BroadcastTo(x[0].Shape);
        return [new MaxPoolPickOp(Window, Strides, Padding).Apply(x[0].Cast(DType.Float64), places).Cast(DType.Int32)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null];
}

public sealed partial class Tensor
{
    /// <summary>The largest element of each window and its place in its own image, (row · width + column) · channels + channel, as int32.</summary>
    /// <remarks>Of equal elements the first is taken.</remarks>
    /// <inheritdoc cref="MaxPool" path="/param"/>
    /// <inheritdoc cref="MaxPool" path="/exception"/>
    public (Tensor Values, Tensor Indices) MaxPoolWithIndices(EquatableArray<int> window, EquatableArray<int> strides = default, SpatialPadding padding = default)
    {
        (window, strides) = PoolSteps(window, strides);
        return (new MaxPoolOp(window, strides, padding).Apply(this), new MaxPoolIndicesOp(window, strides, padding).Apply(this));
    }
}
