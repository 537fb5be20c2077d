namespace DeepSharp;

/// <summary>Keeps small float16 gradients from vanishing: the loss is multiplied by a scale that adapts itself, and gradients are divided by it.</summary>
/// <remarks>
/// A gradient that is not finite means that the scale was too large: that step changes nothing (the inner optimizer does not count it either), and
/// the scale is halved. After <c>dynamicGrowthSteps</c> good steps in a row it is doubled. All of it is part of the traced step.
/// State: iteration and learning rate of its own, without effect and kept for Keras' files, step counter, scale, then the inner optimizer's.
/// Source: P. Micikevicius and others, Mixed Precision Training, 2018.
/// </remarks>
/// <param name="innerOptimizer">What changes the variables; its own loss scale factor is switched off.</param>
/// <param name="initialScale">The first scale, more than 0; too large is better than too small.</param>
/// <param name="dynamicGrowthSteps">Good steps after which the scale is doubled, 1 or more.</param>
/// <param name="name">The optimizer's name.</param>
[Configurable(Tail = false)]
public sealed partial class LossScaleOptimizer(
    Optimizer innerOptimizer, double initialScale = 32768, int dynamicGrowthSteps = 2000, [NotConfig] string? name = null) : Optimizer(0.0, name: name)
{
    /// <summary>What changes the variables.</summary>
    public Optimizer InnerOptimizer { get; } = WithoutScale(innerOptimizer);

    /// <summary>The first scale.</summary>
    public double InitialScale { get; } = initialScale is > 0 and < double.PositiveInfinity ? initialScale
        : throw new InvalidValueException(FormattableString.Invariant($"LossScaleOptimizer: initialScale must be more than 0 and finite, got {initialScale}."));

    /// <summary>Good steps after which the scale is doubled.</summary>
    public int DynamicGrowthSteps { get; } = dynamicGrowthSteps > 0 ? dynamicGrowthSteps
        : throw new InvalidValueException($"LossScaleOptimizer: dynamicGrowthSteps must be 1 or more, got {dynamicGrowthSteps}.");

    /// <summary>Good steps since the scale last changed, an int64 scalar.</summary>
    public Variable StepCounter { get; } = new(Tensor.Scalar(0L), "step_counter", trainable: false);

    /// <summary>The scale now, a float32 scalar.</summary>
    public Variable DynamicScale { get; } = new(Tensor.Scalar((float)initialScale), "dynamic_scale", trainable: false);

    /// <summary>The inner optimizer's steps; those that were skipped do not count.</summary>
    public override Variable Iterations => InnerOptimizer.Iterations;

    /// <summary>The inner optimizer's learning rate.</summary>
    public override LearningRate LearningRate
    {
        get => InnerOptimizer.LearningRate;
        set => InnerOptimizer.LearningRate = value;
    }

    /// <summary>The loss times the scale; differentiate this, and <see cref="Optimizer.Apply"/> divides the gradients again.</summary>
    public override Tensor ScaleLoss(Tensor loss) => loss * DynamicScale.Value.Cast(loss.DType);

    /// <summary>Leaves variables out of the inner optimizer's weight decay.</summary>
    /// <inheritdoc/>
    public override void ExcludeFromWeightDecay(IEnumerable<Variable>? variables = null, IEnumerable<string>? names = null) =>
        InnerOptimizer.ExcludeFromWeightDecay(variables, names);

    /// <inheritdoc/>
    public override void FinalizeVariables() => InnerOptimizer.FinalizeVariables();

    internal override void RequireTrainable() => InnerOptimizer.RequireTrainable();

    internal override IEnumerable<(string Suffix, Optimizer Optimizer)> Parts => InnerOptimizer.Parts;

    /// <inheritdoc/>
    protected override IReadOnlyList<Variable> SharedState => [StepCounter, DynamicScale, .. InnerOptimizer.Variables];

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => InnerOptimizer.Build(variables);

    private protected override void ApplyAll(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        if (gradients.Count == 0) return;
        // 0 · g is 0 for a finite g and else NaN, and so is the sum of these.
        var finite = gradients.Select(g => (g * 0).Sum().Cast(DType.Float32)).Aggregate((a, b) => a + b).Equal(0);
        var (count, scale) = (StepCounter.Value, DynamicScale.Value);
        var unscaled = gradients.Select((g, i) => SameRows(g, g.Cast(variables[i].DType) / scale.Cast(variables[i].DType))).ToArray();
        OnlyWhere(finite, [.. SlotOwners, .. InnerOptimizer.Variables], () => InnerOptimizer.Apply(unscaled, variables));

        var (full, zero, doubled) = (count.Equal(DynamicGrowthSteps - 1), count.ScalarLike(0), scale * 2);
        StepCounter.Assign(Tensor.Where(finite, Tensor.Where(full, zero, count + 1), zero));
        // Doubled without end, the scale would become infinite and never come back.
        var grown = Tensor.Where(doubled < float.PositiveInfinity, doubled, scale);
        DynamicScale.Assign(Tensor.Where(finite, Tensor.Where(full, grown, scale), scale * 0.5));
    }

    /// <summary>Does nothing of its own: the inner optimizer changes the variables.</summary>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars) =>
        throw new NotSupportedException("LossScaleOptimizer has no update rule of its own; call Apply.");

    /// <inheritdoc/>
    protected override IEnumerable<ConfigEntry> BaseConfig() => [new("name", Name)];

    /// <inheritdoc/>
    protected override void ReadBaseConfig(ConfigReader reader)
    {
        Configure(name: reader.GetOrNull<string>("name", null));
        // Older files have what every optimizer has, without effect.
        foreach (string key in (string[])["weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "ema_overwrite_frequency", "loss_scale_factor",
            "gradient_accumulation_steps"])
            reader.Skip(key);
        reader.Skip("use_ema", false);
        reader.Skip("ema_momentum", 0.99);
        reader.Skip("dynamic", true);
    }

    private protected override string Describe() => new ConstructorText(TypeName).With(InnerOptimizer)
        .With("initialScale", InitialScale, 32768).With("dynamicGrowthSteps", DynamicGrowthSteps, 2000).ToString();

    private static Optimizer WithoutScale(Optimizer inner)
    {
        if (inner is LossScaleOptimizer)
            throw new InvalidValueException("LossScaleOptimizer: the inner optimizer scales the loss itself; give the optimizer inside it.");
        inner.LossScaleFactor = null;
        return inner;
    }
}
