namespace DeepSharp;

/// <summary>AdamW that needs no schedule: the variables stand between a fast sequence z and its average x, and x is the result.</summary>
/// <remarks>
/// v ← β₂ · v + (1 − β₂) · g²; z ← z − γ · (g / (√(v / (1 − β₂ᵗ)) + ε) + weightDecay · w) with γ = lr · min(1, t / warmupSteps);
/// x ← (1 − c) · x + c · z with c = γ² / (γ₁² + … + γₜ²); w = (1 − β₁) · z + β₁ · x. The weights c go by the warm-up alone, so without one x is the
/// plain mean of z. Slots: momentum (z) and velocity; x follows from w and z.
/// Training leaves w in the variables; for judging and saving a finished model put x there with <see cref="SwapToEval"/>.
/// Source: A. Defazio and others, The Road Less Scheduled, 2024.
/// </remarks>
/// <param name="learningRate">Step length; 0.0025 if not given.</param>
/// <param name="beta1">β₁, how near w is to the average; more than 0, up to 1.</param>
/// <param name="beta2">β₂, the decay of the mean square.</param>
/// <param name="epsilon">ε.</param>
/// <param name="warmupSteps">Steps in which the rate grows to its full size; 0 for none.</param>
[Configurable]
public sealed partial class ScheduleFreeAdamW(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("beta_1")] double beta1 = 0.9, [ConfigKey("beta_2")] double beta2 = 0.999,
    double epsilon = 1e-8, int warmupSteps = 0)
    : Optimizer(learningRate ?? 0.0025)
{
    private bool _averaged;

    /// <summary>β₁, how near w is to the average.</summary>
    public double Beta1 { get; } = beta1 is > 0 and <= 1 ? beta1
        : throw new InvalidValueException(FormattableString.Invariant($"ScheduleFreeAdamW: beta1 must be more than 0 and at most 1, got {beta1}; the average could not be found again."));

    /// <summary>Puts the averages x into the variables, after training. Calling it again changes nothing.</summary>
    public void SwapToEval() => Swap(averaged: true, (w, z) => (w - z * (1 - Beta1)) / Beta1);

    /// <summary>Puts w into the variables again, before more training. Calling it again changes nothing.</summary>
    public void SwapToTrain() => Swap(averaged: false, (x, z) => z * (1 - Beta1) + x * Beta1);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (var v in variables)
        {
            AddSlot(v, "momentum", () => v.Value);
            AddSlots([v], ["velocity"]);
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step)
    {
        // The squares 1² + … + n² have a closed sum, so that the sum of weights needs no state of its own.
        var warming = step.Minimum(Math.Max(WarmupSteps, 1));
        var sum = warming * (warming + 1) * (warming * 2 + 1) / 6 + (step - warming) * Math.Pow(Math.Max(WarmupSteps, 1), 2);
        return [learningRate * warming / Math.Max(WarmupSteps, 1), -(step * Math.Log(Beta2)).Expm1(), warming.Square() / sum];
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var (fast, square, w) = (Slot(variable, "momentum"), Slot(variable, "velocity"), variable.Value);
        var v = square.Value + (gradient.Square() - square.Value) * (1 - Beta2);
        var step = gradient / ((v / scalars[1]).Sqrt() + Epsilon);
        if (IsDecayed(variable) && WeightDecay is { } decay and not 0) step += w * decay;
        var z = fast.Value - step * scalars[0];
        var x = (w - fast.Value * (1 - Beta1)) / Beta1;
        x += (z - x) * scalars[2];
        variable.Assign(z * (1 - Beta1) + x * Beta1);
        fast.Assign(z);
        square.Assign(v);
    }

    internal override void RequireTrainable()
    {
        if (_averaged) throw new DeepSharpException("ScheduleFreeAdamW: the variables hold the averages; call SwapToTrain before training goes on.");
    }

    /// <summary>The decay belongs to the step of z.</summary>
    private protected override double? DecayOf(Variable variable) => null;

    private void Swap(bool averaged, Func<Tensor, Tensor, Tensor> rule)
    {
        if (_averaged == averaged) return;
        foreach (var v in SlotOwners) v.Assign(rule(v.Value, Slot(v, "momentum").Value));
        _averaged = averaged;
    }
}
