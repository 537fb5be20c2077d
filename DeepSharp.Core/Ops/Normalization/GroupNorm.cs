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
        var x = inputs[0];
        int channels = x.Shape[x.Shape.Axis(Axis, Name)];
        if (Axis < 1) throw new ShapeMismatchException($"[{Name}] the channel axis must come after the batch axis but is {Axis} for data {x.Shape}.");
        Moments.Require(Name, x, [channels], ("gamma", inputs[1]), ("beta", inputs[2]));
        if (Groups < 1 || channels != Dim.Any && channels % Groups != 0)
            throw new ShapeMismatchException($"[{Name}] {Groups} groups do not divide the {channels} channels (axis {Axis}) of {x.Shape}.");
        return [x];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var shape = x[0].Shape;
        // The groups get an axis of their own before the channels of a group.
        Shape grouped = shape.With(Axis, shape[Axis] / Groups).Insert(Axis, Groups);
        int[] over = [.. Enumerable.Range(1, shape.Rank).Where(i => i != Axis)];
        var (centered, _, variance) = Moments.Of(x[0].Reshape(grouped), over);
        var normal = (centered * (variance + Epsilon).Rsqrt()).Reshape(shape);
        return [normal * Moments.Along(x[1], shape, Axis) + Moments.Along(x[2], shape, Axis)];
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
