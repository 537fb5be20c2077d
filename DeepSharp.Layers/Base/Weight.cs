namespace DeepSharp;

/// <summary>A variable of a layer, with what keeps it in bounds.</summary>
public sealed class Weight : Variable
{
    private readonly bool _autocast;

    internal Weight(Tensor value, string name, bool trainable, Regularizer? regularizer, Constraint? constraint, bool autocast) : base(value, name, trainable) =>
        (Regularizer, Constraint, _autocast) = (regularizer, constraint, autocast);

    /// <summary>The current value; inside a layer's <c>Call</c> cast to the type the layer computes in.</summary>
    public override Tensor Value => _autocast && DType.IsFloating && Autocast.Current is { } dtype ? base.Value.Cast(dtype) : base.Value;

    /// <summary>The penalty added to the loss, or null.</summary>
    public Regularizer? Regularizer { get; }

    /// <summary>What is applied after each optimizer step, or null.</summary>
    public Constraint? Constraint { get; }

    /// <summary>Replaces the value; inside a layer's <c>Call</c> it is cast back to the weight's own type.</summary>
    /// <inheritdoc/>
    public override void Assign(Tensor value) =>
        base.Assign(Autocast.Current is not null && DType.IsFloating && value.DType.IsFloating ? value.Cast(DType) : value);

    /// <summary>Layer path and name, for example <c>encoder/dense_1/kernel</c>.</summary>
    public string Path { get; internal set; } = "";
}
