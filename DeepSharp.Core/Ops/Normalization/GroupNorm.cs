namespace DeepSharp;

/// <summary>
/// Group normalization: the channels are cut into groups, and each group of each element of the batch is normalized over all its values,
/// y = (x − μ) / √(σ² + ε) · γ + β. Inputs x, γ [channels], β [channels].
/// </summary>
/// <param name="Groups">The number of groups; it divides the channels.</param>
/// <param name="Axis">The axis of the channels, from the front; not the batch axis.</param>
/// <param name="Epsilon">ε.</param>
public sealed record GroupNormOp(int Groups, int Axis, double Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Moments.Require(Name, inputs[0], [Channels(Name, inputs[0].Shape)], ("gamma", inputs[1]), ("beta", inputs[2]));
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var shape = x[0].Shape;
        var (centered, _, variance) = Moments.Of(x[0].Reshape(Grouped(shape)), Over(shape));
        var normal = (centered * (variance + Epsilon).Rsqrt()).Reshape(shape);
        return [normal * Moments.Along(x[1], shape, Axis) + Moments.Along(x[2], shape, Axis)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => new GroupNormGradientOp(Groups, Axis, Epsilon).ApplyAll(s.X, s.Xs[1], s.Dy);

    /// <summary>The number of channels, which the groups must divide.</summary>
    internal int Channels(string who, Shape shape)
    {
        int channels = shape[shape.Axis(Axis, who)];
        if (Axis < 1) throw new ShapeMismatchException($"[{who}] the channel axis must come after the batch axis but is {Axis} for data {shape}.");
        if (Groups < 1 || channels != Dim.Any && channels % Groups != 0)
            throw new ShapeMismatchException($"[{who}] {Groups} groups do not divide the {channels} channels (axis {Axis}) of {shape}.");
        return channels;
    }

    /// <summary>The shape in which the groups have an axis of their own before the channels of a group.</summary>
    internal Shape Grouped(Shape shape) => shape.With(Axis, shape[Axis] / Groups).Insert(Axis, Groups);

    /// <summary>The axes of that shape which are normalized together.</summary>
    internal Axes Over(Shape shape) => [.. Enumerable.Range(1, shape.Rank).Where(i => i != Axis)];
}

/// <summary>
/// The gradient of group normalization. Inputs x, γ, dy; outputs dx, dγ, dβ, with x̂ = (x − μ)/√(σ² + ε) and means over each group of each
/// element of the batch: dβ = Σ dy, dγ = Σ dy·x̂, dx = (γ·dy − mean(γ·dy) − x̂·mean(γ·dy·x̂)) / √(σ² + ε).
/// </summary>
/// <param name="Groups">The number of groups; it divides the channels.</param>
/// <param name="Axis">The axis of the channels, from the front; not the batch axis.</param>
/// <param name="Epsilon">ε.</param>
public sealed record GroupNormGradientOp(int Groups, int Axis, double Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var x = inputs[0];
        Moments.Require(Name, x, [new GroupNormOp(Groups, Axis, Epsilon).Channels(Name, x.Shape)], ("gamma", inputs[1]));
        Moments.Require(Name, x, x.Shape, ("dy", inputs[2]));
        return [x, inputs[1], inputs[1]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (shape, dy) = (x[0].Shape, x[2]);
        var norm = new GroupNormOp(Groups, Axis, Epsilon);
        var (grouped, over) = (norm.Grouped(shape), norm.Over(shape));
        var (centered, _, variance) = Moments.Of(x[0].Reshape(grouped), over);
        var inverse = (variance + Epsilon).Rsqrt();
        var normal = centered * inverse;
        var scaled = (dy * Moments.Along(x[1], shape, Axis)).Reshape(grouped);
        var inner = scaled - scaled.Mean(over, keepDims: true) - normal * (scaled * normal).Mean(over, keepDims: true);
        int[] others = Moments.AllBut(Axis, shape.Rank);
        return [(inner * inverse).Reshape(shape), (dy * normal.Reshape(shape)).Sum(others), dy.Sum(others)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Normalizes each group of channels of each element of the batch to mean β and deviation γ.</summary>
    /// <param name="groups">The number of groups: one normalizes all channels together, −1 each channel by itself (instance normalization).</param>
    /// <param name="gamma">γ [channels]; ones if not given.</param>
    /// <param name="beta">β [channels]; zeros if not given.</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The groups do not divide the channels, or a parameter does not fit them.</exception>
    public Tensor GroupNorm(int groups, Tensor? gamma = null, Tensor? beta = null, int axis = -1, double epsilon = 1e-3)
    {
        axis = Shape.Axis(axis, "group_norm");
        (gamma, beta) = (Moments.Or(gamma, 1, [Shape[axis]], this), Moments.Or(beta, 0, [Shape[axis]], this));
        return new GroupNormOp(groups == -1 ? Shape[axis] : groups, axis, epsilon).Apply(this, gamma, beta);
    }
}
