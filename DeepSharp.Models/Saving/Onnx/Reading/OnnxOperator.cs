namespace DeepSharp.Onnx;

/// <summary>An ONNX operator, written with tensors. Its name is the class's without <c>Operator</c>; a generator enters it into the table.</summary>
internal abstract class OnnxOperator
{
    /// <summary>Its domain; empty for ONNX itself.</summary>
    public virtual string Domain => "";

    /// <summary>The oldest opset whose meaning is known; newer ones are told apart within <see cref="Run"/>.</summary>
    public virtual int Since => 1;

    /// <summary>Whether an input's values decide shapes or are settings, so that a constant there is no weight.</summary>
    public virtual bool ReadsValue(int input) => false;

    /// <summary>Whether an input holds statistics, which training does not change.</summary>
    public virtual bool IsStatistic(int input) => false;

    /// <summary>Whether it says itself of which type its outputs are; otherwise they are of that of the first input whose tensor has the same type.</summary>
    public virtual bool TellsTypes => false;

    /// <summary>Whether numbers may come out that lie beyond those that go in.</summary>
    public virtual bool MayOverflow => false;

    /// <summary>Runs a node.</summary>
    /// <param name="node">The node with its attributes.</param>
    /// <param name="x">Its inputs.</param>
    /// <returns>Its outputs; those at the end that nobody wants may be missing.</returns>
    public abstract OnnxValue[] Run(OnnxNode node, OnnxArguments x);
}

/// <summary>An operator with one output that takes its inputs in ONNX's order of axes.</summary>
internal abstract class OnnxFunction : OnnxOperator
{
    /// <inheritdoc/>
    public sealed override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [Compute(node, x)];

    /// <summary>The output.</summary>
    protected abstract Tensor Compute(OnnxNode node, OnnxArguments x);
}
