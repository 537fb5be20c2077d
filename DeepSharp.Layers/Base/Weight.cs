namespace DeepSharp;

/// <summary>A variable of a layer, with what keeps it in bounds.</summary>
public sealed class Weight : Variable
{
    internal Weight(Tensor value, string name, bool trainable, Regularizer? regularizer, Constraint? constraint) : base(value, name, trainable) =>
        (Regularizer, Constraint) = (regularizer, constraint);

    /// <summary>The penalty added to the loss, or null.</summary>
    public Regularizer? Regularizer { get; }

    /// <summary>What is applied after each optimizer step, or null.</summary>
    public Constraint? Constraint { get; }

    /// <summary>Layer path and name, for example <c>encoder/dense_1/kernel</c>.</summary>
    public string Path { get; internal set; } = "";
}
