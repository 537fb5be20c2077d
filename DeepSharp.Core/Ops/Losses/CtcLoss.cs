namespace DeepSharp;

/// <summary>
/// Connectionist temporal classification: −ln of the summed probability of all paths through the classes that become the label when
/// repeats are merged and blanks dropped; one number a sample.
/// </summary>
/// <remarks>
/// Inputs: logits [batch, steps, classes], which are put through log softmax; labels [batch, n], int32 or int64, of which the first
/// counts; label lengths [batch] and logit lengths [batch]. A label that does not fit into its steps, or that holds the blank or no
/// class, is an error. Graves et al. 2006; the sums over paths run forward in log space.
/// </remarks>
/// <param name="Blank">The class that stands for nothing.</param>
public sealed record CtcLossOp(int Blank = 0) : Op
{
    /// <inheritdoc/>
    public override string Family => "Losses";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [CtcInputs.Infer(Name, inputs, Blank)];

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var lattice = new CtcLattice(x, Blank);
        return [-lattice.Total(lattice.Forward()[^1])];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) =>
        [s.Needs(0) ? new CtcGradientOp(Blank).Apply(s.X, s.Xs[1], s.Xs[2], s.Xs[3], s.Dy) : null, null, null, null];
}

/// <summary>
/// (softmax(x) − o) · dy, where o is how probable each class is at each step among the paths that give the label: the gradient of
/// <see cref="CtcLossOp"/> for the logits, 0 beyond a sample's steps.
/// </summary>
/// <remarks>Inputs are those of <see cref="CtcLossOp"/> and dy [batch].</remarks>
/// <param name="Blank">The class that stands for nothing.</param>
public sealed record CtcGradientOp(int Blank = 0) : Op
{
    /// <inheritdoc/>
    public override string Family => "Losses";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var loss = CtcInputs.Infer(Name, inputs[..4], Blank);
        return loss.DType == inputs[4].DType && loss.Shape.Matches(inputs[4].Shape) ? [inputs[0]]
            : throw new ShapeMismatchException($"[{Name}] the arriving gradient must be {loss} but is {inputs[4]}.");
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var lattice = new CtcLattice(x[..4], Blank);
        return [(x[0].Softmax() * lattice.Known - lattice.Occupancy()) * x[4].Reshape([x[4].Shape[0], 1, 1])];
    }
}

public sealed partial class Tensor
{
    /// <summary>The connectionist temporal classification loss of labels under softmax(this), one number a sample.</summary>
    /// <remarks>This tensor is [batch, steps, classes]. Keras: ops.ctc_loss.</remarks>
    /// <param name="labels">int32 or int64 [batch, n]; what stands behind a label's length does not matter.</param>
    /// <param name="labelLengths">int32 or int64 [batch].</param>
    /// <param name="logitLengths">How many steps count, int32 or int64 [batch].</param>
    /// <param name="blank">The class that stands for nothing.</param>
    /// <exception cref="InvalidValueException">A label does not fit into its steps, or holds the blank or no class; a length is wrong.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor CtcLoss(Tensor labels, Tensor labelLengths, Tensor logitLengths, int blank = 0) =>
        new CtcLossOp(blank).Apply(Fractional(this), labels, labelLengths, logitLengths);
}
