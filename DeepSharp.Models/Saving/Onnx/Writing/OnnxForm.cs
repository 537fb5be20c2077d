namespace DeepSharp.Onnx;

/// <summary>How an op is written as ONNX operators.</summary>
internal abstract class OnnxForm
{
    /// <summary>Whether the op has this form; otherwise it is taken apart into what it is composed of.</summary>
    public abstract bool Fits(Op op, TensorSpec[] inputs);

    /// <summary>Writes a node.</summary>
    public abstract void Write(ExportNode node, OnnxWriter w);
}

/// <summary>The form of one kind of op; a generator enters it into the table.</summary>
internal abstract class OnnxForm<TOp> : OnnxForm where TOp : Op
{
    /// <inheritdoc/>
    public sealed override bool Fits(Op op, TensorSpec[] inputs) => Fits((TOp)op, inputs);

    /// <inheritdoc/>
    public sealed override void Write(ExportNode node, OnnxWriter w) => Write((TOp)node.Ops[0], node, w);

    /// <summary>Whether the op has this form.</summary>
    protected virtual bool Fits(TOp op, TensorSpec[] inputs) => true;

    /// <summary>Writes a node.</summary>
    protected abstract void Write(TOp op, ExportNode node, OnnxWriter w);
}
