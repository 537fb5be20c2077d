namespace DeepSharp;

public abstract partial class Optimizer
{
    private Variable? _rate;
    private LearningRate _learningRate;

    /// <summary>The learning rate, or the schedule it follows.</summary>
    /// <remarks>A number can be changed while training goes on, also by callbacks; a schedule cannot.</remarks>
    /// <exception cref="DeepSharpException">It follows a schedule, or is to follow one after training has begun.</exception>
    public virtual LearningRate LearningRate
    {
        get => OwnRate;
        set
        {
            if (_learningRate.Schedule is not null)
                throw new DeepSharpException($"{TypeName} follows {_learningRate}; its learning rate cannot be set to {value}. Make the optimizer with a plain number to change it while training.");
            if (value.Schedule is not null && _built.Count > 0)
                throw new DeepSharpException($"{TypeName} has trained with a plain learning rate and cannot follow {value} now. Make a new optimizer with the schedule.");
            if (value.Schedule is not null) _rate = null;
            _rate?.Assign(Tensor.Scalar(value.Value, _rate.DType));
            _learningRate = value;
        }
    }

    /// <summary>The optimizers that have learning rates: this one, or those it is made of, each with the end of its name in logs.</summary>
    internal virtual IEnumerable<(string Suffix, Optimizer Optimizer)> Parts => [("", this)];

    private LearningRate OwnRate => _rate is null ? _learningRate : Trace.Suspended(() => _rate.Value.Item());

    private IEnumerable<Variable> LearningRateVariables => _learningRate.Schedule is null ? [BuildLearningRate()!] : [];

    /// <summary>Makes the variable that holds a plain learning rate, float32 unless float64 variables are trained.</summary>
    private Variable? BuildLearningRate()
    {
        if (_learningRate.Schedule is not null) return null;
        var dtype = _built.Any(v => v.DType == DType.Float64) ? DType.Float64 : DType.Float32;
        if (_rate is null || _rate.DType == DType.Float32 && dtype == DType.Float64)
            _rate = new(Tensor.Scalar(OwnRate.Value, dtype), "learning_rate", trainable: false);
        return _rate;
    }

    /// <summary>A float64 scalar. Schedules see the raw count, micro-steps included.</summary>
    private Tensor CurrentLearningRate() => (_learningRate.Schedule?.At(_iterations.Value) ?? Trace.Suspended(BuildLearningRate)!.Value).Cast(DType.Float64);
}
