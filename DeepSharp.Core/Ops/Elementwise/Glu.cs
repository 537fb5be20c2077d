namespace DeepSharp;

/// <summary>The first half of an axis, gated by the sigmoid of the second: a · sigmoid(b).</summary>
/// <param name="Axis">The axis that is halved; its length is even.</param>
public sealed record GluOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override string Family => "Elementwise";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        int length = x[0].Shape[x[0].Shape.Axis(Axis, Name)];
        if (length == Dim.Any || length % 2 != 0)
            throw new ShapeMismatchException($"[glu] axis {Axis} of {x[0].Shape} must have an even length, because it is cut into values and gates.");
        var halves = x[0].Split(2, Axis);
        return [halves[0] * halves[1].Sigmoid()];
    }
}

public sealed partial class Tensor
{
    /// <summary>The first half of an axis, gated by the sigmoid of the second: a · sigmoid(b).</summary>
    /// <param name="axis">The axis that is halved.</param>
    /// <exception cref="ShapeMismatchException">The axis has an odd length.</exception>
    public Tensor Glu(int axis = -1) => new GluOp(Shape.Axis(axis, "glu")).Apply(Fractional(this));
}
