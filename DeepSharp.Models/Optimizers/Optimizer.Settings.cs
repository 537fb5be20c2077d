namespace DeepSharp;

public abstract partial class Optimizer
{
    private Variable? _rate;
    private LearningRate _learningRate;
    private double? _weightDecay, _clipNorm, _clipValue, _globalClipNorm;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">Its learning rate, a number or a schedule.</param>
    protected Optimizer(LearningRate learningRate) => _learningRate = learningRate;

    /// <summary>The learning rate, or the schedule it follows.</summary>
    /// <remarks>A number can be changed while training goes on, also by callbacks; a schedule cannot.</remarks>
    public LearningRate LearningRate
    {
        get => _rate is null ? _learningRate : _rate.Value.Item();
        set
        {
            if (_rate is not null && _learningRate.Schedule is null && value.Schedule is null)
                _rate.Assign(Tensor.Scalar((float)value.Value));
            else if (_rate is not null || _built.Count > 0)
                throw new DeepSharpException($"{TypeName} follows {_learningRate}; its learning rate cannot be set to {value}. Make the optimizer with a plain number to change it while training.");
            _learningRate = value;
        }
    }

    /// <summary>Decoupled weight decay: w ← w − w · weightDecay · learningRate before each update. Null for none.</summary>
    public double? WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = value;
    }

    /// <summary>Each gradient is scaled down to at most this norm. Null for none.</summary>
    public double? ClipNorm
    {
        get => _clipNorm;
        init => _clipNorm = value;
    }

    /// <summary>Each gradient element is brought into ±this. Null for none.</summary>
    public double? ClipValue
    {
        get => _clipValue;
        init => _clipValue = value;
    }

    /// <summary>All gradients together are scaled down to at most this norm. Null for none.</summary>
    public double? GlobalClipNorm
    {
        get => _globalClipNorm;
        init => _globalClipNorm = value;
    }

    private IEnumerable<Variable> LearningRateVariables => _learningRate.Schedule is null ? [RateVariable] : [];

    private Variable RateVariable => _rate ??= new(Tensor.Scalar((float)_learningRate.Value), "learning_rate", trainable: false);

    private Tensor CurrentLearningRate() => _learningRate.Schedule is { } schedule
        ? schedule.At(Iterations.Value)
        : Trace.Suspended(() => RateVariable).Value;

    private bool DecaysWeight(Variable variable) => WeightDecay is > 0;

    private IReadOnlyList<Tensor> Clip(IReadOnlyList<Tensor> gradients)
    {
        if (ClipNorm is { } norm) return [.. gradients.Select(g => Scale(g, g.Square().Sum().Sqrt(), norm))];
        if (GlobalClipNorm is { } global)
        {
            var total = gradients.Select(g => g.Square().Sum()).Aggregate((a, b) => a + b).Sqrt();
            return [.. gradients.Select(g => Scale(g, total, global))];
        }
        return ClipValue is { } value ? [.. gradients.Select(g => g.Minimum(value).Maximum(-value))] : gradients;
    }

    private static Tensor Scale(Tensor g, Tensor norm, double limit) => g * (limit / norm.Maximum(limit));

    /// <summary>The settings every optimizer has, in Keras' order.</summary>
    protected virtual IEnumerable<ConfigEntry> BaseConfig() =>
    [
        new("name", Name), new("learning_rate", LearningRate), new("weight_decay", WeightDecay), new("clipnorm", ClipNorm),
        new("global_clipnorm", GlobalClipNorm), new("clipvalue", ClipValue),
    ];

    /// <summary>Takes over the settings every optimizer has.</summary>
    protected void ReadBaseConfig(ConfigReader reader)
    {
        _name = reader.GetOrNull<string>("name", null);
        _learningRate = reader.Get("learning_rate", _learningRate);
        _weightDecay = reader.Get<double?>("weight_decay", _weightDecay);
        _clipNorm = reader.Get<double?>("clipnorm", null);
        _globalClipNorm = reader.Get<double?>("global_clipnorm", null);
        _clipValue = reader.Get<double?>("clipvalue", null);
    }
}
