namespace DeepSharp;

public abstract partial class Layer
{
    private LoraSettings? _lora;

    private sealed record LoraSettings(int Rank, double Alpha, Initializer A, Initializer B);

    /// <summary>The adapter of the layer's kernel, once there is one.</summary>
    internal LoraAdapter? Adapter => (this as ILoraLayer)?.LoraTarget?.Adapter;

    /// <summary>Rank and alpha of the adapter, also of one that waits for the weights to be made.</summary>
    internal (int Rank, double Alpha)? LoraSetting => _lora is { } s ? (s.Rank, s.Alpha) : null;

    /// <summary>The weights as files hold them: an adapted kernel, its change added, stands where it stood, and the adapter's own weights are left
    /// out.</summary>
    internal IReadOnlyList<Weight> SavedWeights => Adapter is { } lora ? [.. _own.Where(w => w != lora.A && w != lora.B)] : OwnWeights;

    /// <summary>The weights of the adapter, or none.</summary>
    internal IReadOnlyList<Weight> LoraWeights => Adapter is { } lora ? [lora.A, lora.B] : [];

    /// <summary>Adapts the kernel, now or when it is made.</summary>
    internal void AddLora(int rank, double? alpha, Initializer? a, Initializer? b)
    {
        if (rank < 1) throw new InvalidValueException($"{Title}: the rank of LoRA must be 1 or more, got {rank}.");
        if (alpha is { } given && !double.IsFinite(given)) throw new InvalidValueException($"{Title}: alpha of LoRA must be a number, got {given}.");
        if (_lora is not null) throw new InvalidValueException($"{Title} has LoRA of rank {_lora.Rank} already. Call MergeLora first.");
        _lora = new(rank, alpha ?? rank, a ?? new Initializers.HeUniform(), b ?? new Initializers.Zeros());
        if (IsBuilt) Located(() => Trace.Suspended(() => GradientTape.Unrecorded(AttachLora)));
    }

    /// <summary>Adds the change to the kernel for good and drops the adapter.</summary>
    internal void MergeChange()
    {
        if (_lora is null) throw new InvalidValueException($"{Title} has no LoRA to merge. Call EnableLora first.");
        _lora = null;
        if (Adapter is not { } lora) return;
        var kernel = ((ILoraLayer)this).LoraTarget!;
        kernel.Assign(kernel.Merged());
        // Programs traced before may still add the change; it is zero from now on.
        lora.B.Assign(Tensor.Zeros(lora.B.Shape, lora.B.DType));
        kernel.Adapter = null;
        kernel.Trainable = true;
        _own.Remove(lora.A);
        _own.Remove(lora.B);
    }

    private bool AttachLora()
    {
        if (_lora is not { } s || ((ILoraLayer)this).LoraTarget is not { } kernel) return false;
        if (kernel.Constraint is not null)
            throw new InvalidValueException(
                $"LoRA cannot go with a constraint, which is for the kernel and not for its change. Leave out {kernel.Constraint}.");
        var (a, b) = (kernel.Shape.With(kernel.Shape.Rank - 1, s.Rank), new Shape(s.Rank, kernel.Shape[^1]));
        Weight Factor(string name, Shape shape, Initializer first) =>
            AddWeight($"lora_{kernel.Name}_{name}", shape, first, kernel.Regularizer, dtype: DTypes.Promote(kernel.DType, DType.Float32));
        using (WeightLoading.Current?.Beside())
            kernel.Adapter = new(kernel, Factor("a", a, s.A), Factor("b", b, s.B), s.Rank, s.Alpha, s.A);
        kernel.Trainable = false;
        return true;
    }

    private IEnumerable<ConfigEntry> LoraConfig() => _lora is null ? [] : [new("lora_rank", _lora.Rank), new("lora_alpha", Whole(_lora.Alpha))];

    /// <summary>A whole number as Keras writes it, without a fraction.</summary>
    private static object Whole(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1e15 ? (object)(long)value : value;

    private void ReadLora(ConfigReader reader)
    {
        if (this is not ILoraLayer) return;
        var (rank, alpha) = (reader.Get<int?>("lora_rank", null), reader.Get<double?>("lora_alpha", null));
        if (rank is { } r) AddLora(r, alpha, null, null);
    }
}
