namespace DeepSharp.Layers;

/// <summary>x where x &gt; 0, else α · x with a slope α that is learnt for each place.</summary>
/// <remarks>He et al. 2015. [batch, …] → the same; alpha has the input's shape without the batch, and length one along shared axes.</remarks>
/// <param name="alphaInitializer">First values of α.</param>
/// <param name="alphaRegularizer">Penalty on α.</param>
/// <param name="alphaConstraint">Applied to α after each step.</param>
/// <param name="sharedAxes">Axes along which one α serves all places, counted with the batch as 0: (1, 2) for images.</param>
[Layer]
public sealed partial class PReLU(
    [DefaultsTo("new Initializers.Zeros()")] Initializer? alphaInitializer = null, Regularizer? alphaRegularizer = null, Constraint? alphaConstraint = null,
    int[]? sharedAxes = null) : Layer
{
    private Weight _alpha = null!;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        var shape = input[1..];
        foreach (int axis in SharedAxes ?? [])
            shape = axis >= 1 && axis < input.Rank ? shape.With(axis - 1, 1)
                : throw new ShapeMismatchException($"PReLU expects shared axes from 1 to {input.Rank - 1} but got {axis}: input shape is {input}.");
        _alpha = AddWeight("alpha", shape, AlphaInitializer, AlphaRegularizer, AlphaConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x.Relu() - _alpha.Value * (-x).Relu();
}
