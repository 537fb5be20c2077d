namespace DeepSharp;

/// <summary>A variable of a layer, with what keeps it in bounds.</summary>
public sealed class Weight : Variable
{
    private readonly bool _autocast;

    internal Weight(Tensor value, string name, bool trainable, Regularizer? regularizer, Constraint? constraint, bool autocast)
        : base(value, name, trainable) =>
        (Regularizer, Constraint, _autocast) = (regularizer, constraint, autocast);

    /// <summary>The current value; inside a layer's <c>Call</c> cast to the type the layer computes in, and with the change that LoRA trains.</summary>
    public override Tensor Value
    {
        get
        {
            var value = base.Value;
            if (Autocast.Current is not { } dtype) return value;
            if (_autocast && DType.IsFloating) value = value.Cast(dtype);
            return Adapter is null ? value : value + Adapter.Change().Cast(value.DType);
        }
    }

    /// <summary>The change of low rank that is trained in place of this weight, or null.</summary>
    internal LoraAdapter? Adapter { get; set; }

    /// <summary>The value with its change, in the weight's own type.</summary>
    internal Tensor Merged() => Adapter is null ? base.Value : (base.Value + Adapter.Change()).Cast(DType);

    /// <summary>The rows that ids name, with their change; of a large table only these are computed.</summary>
    internal Tensor Rows(Tensor ids)
    {
        var rows = new GatherOp(0, FromEnd: false).Apply(base.Value, ids);
        return Adapter is null ? rows : rows + Adapter.ChangeOf(ids).Cast(rows.DType);
    }

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
