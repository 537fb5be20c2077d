namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">Its learning rate, a number or a schedule.</param>
    /// <param name="weightDecay">Decoupled weight decay; null for none.</param>
    /// <param name="lossScaleFactor">The loss is multiplied by this, and its gradients divided by it; null for 1.</param>
    /// <param name="name">The optimizer's name; the class in snake case if not given.</param>
    protected Optimizer(LearningRate learningRate, double? weightDecay = null, double? lossScaleFactor = null, string? name = null)
    {
        _learningRate = learningRate;
        Configure(weightDecay, lossScaleFactor: lossScaleFactor, name: name);
    }

    /// <summary>Decoupled weight decay: w ← w − w · weightDecay · learningRate before each update. Null for none.</summary>
    public double? WeightDecay { get; private set; }

    /// <summary>Each gradient is scaled down to at most this norm. Null for none.</summary>
    public double? Clipnorm { get; private set; }

    /// <summary>Each gradient element is brought into ±this. Null for none.</summary>
    public double? Clipvalue { get; private set; }

    /// <summary>All gradients together are scaled down to at most this norm. Null for none.</summary>
    public double? GlobalClipnorm { get; private set; }

    /// <summary>Whether moving averages of the variables are kept; <c>Fit</c> ends with them in the variables' place.</summary>
    public bool UseEma { get; private set; }

    /// <summary>How much of the moving average is kept in each step, 0 to 1.</summary>
    public double EmaMomentum { get; private set; } = 0.99;

    /// <summary>The averages replace the variables after every so many steps. Null for at the end only.</summary>
    public int? EmaOverwriteFrequency { get; private set; }

    /// <summary>The loss is multiplied by this before, and gradients divided by it after differentiation. Null for 1.</summary>
    public double? LossScaleFactor { get; internal set; }

    /// <summary>An update is done every so many steps, with the mean of their gradients. Null for each step.</summary>
    public int? GradientAccumulationSteps { get; private set; }

    /// <summary>Sets what every optimizer has.</summary>
    /// <param name="weightDecay">Decoupled weight decay: w ← w − w · weightDecay · learningRate before each update; null for none.</param>
    /// <param name="clipnorm">Each gradient is scaled down to at most this norm; null for none.</param>
    /// <param name="clipvalue">Each gradient element is brought into ±this; null for none.</param>
    /// <param name="globalClipnorm">All gradients together are scaled down to at most this norm; null for none.</param>
    /// <param name="useEma">Whether moving averages of the variables are kept and are their values in the end.</param>
    /// <param name="emaMomentum">How much of the moving average is kept in each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">The averages replace the variables after every so many steps; null for at the end only.</param>
    /// <param name="lossScaleFactor">The loss is multiplied by this, and its gradients divided by it; null for 1.</param>
    /// <param name="gradientAccumulationSteps">An update is done every so many steps, with the mean of their gradients; null for each step.</param>
    /// <param name="name">The optimizer's name; the class in snake case if not given.</param>
    /// <exception cref="InvalidValueException">Settings are out of range or exclude each other; the message names all of them.</exception>
    [ConstructorTail]
    protected void Configure(
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null)
    {
        List<string> faults = [];
        void Positive(string what, double? value)
        {
            if (value is { } v && !(v > 0)) faults.Add($"{what} must be more than 0, got {FormattableString.Invariant($"{v}")}");
        }
        if (weightDecay is { } decay && !(decay >= 0)) faults.Add($"weightDecay must be 0 or more, got {FormattableString.Invariant($"{decay}")}");
        Positive(nameof(clipnorm), clipnorm);
        Positive(nameof(clipvalue), clipvalue);
        Positive(nameof(globalClipnorm), globalClipnorm);
        Positive(nameof(lossScaleFactor), lossScaleFactor);
        var clips = new[] { (nameof(clipnorm), clipnorm), (nameof(clipvalue), clipvalue), (nameof(globalClipnorm), globalClipnorm) };
        if (clips.Count(c => c.Item2 is not null) > 1)
            faults.Add($"only one of clipnorm, clipvalue and globalClipnorm can be set, got {string.Join(" and ", clips.Where(c => c.Item2 is not null).Select(c => c.Item1))}");
        if (!(emaMomentum is >= 0 and <= 1)) faults.Add($"emaMomentum must be from 0 to 1, got {FormattableString.Invariant($"{emaMomentum}")}");
        if (emaOverwriteFrequency < 1) faults.Add($"emaOverwriteFrequency must be 1 or more, got {emaOverwriteFrequency}");
        if (gradientAccumulationSteps < 2) faults.Add($"gradientAccumulationSteps must be 2 or more (null for none), got {gradientAccumulationSteps}");
        if (faults.Count > 0) throw new InvalidValueException($"{TypeName}: {string.Join("; ", faults)}.");

        WeightDecay = weightDecay ?? WeightDecay;
        (Clipnorm, Clipvalue, GlobalClipnorm) = (clipnorm, clipvalue, globalClipnorm);
        (UseEma, EmaMomentum, EmaOverwriteFrequency) = (useEma, emaMomentum, emaOverwriteFrequency);
        (LossScaleFactor, GradientAccumulationSteps) = (lossScaleFactor, gradientAccumulationSteps);
        _name = name ?? _name;
    }

    /// <summary>The settings every optimizer has, in Keras' order.</summary>
    protected virtual IEnumerable<ConfigEntry> BaseConfig() =>
    [
        new("name", Name), new("learning_rate", LearningRate), new("weight_decay", WeightDecay), new("clipnorm", Clipnorm),
        new("global_clipnorm", GlobalClipnorm), new("clipvalue", Clipvalue), new("use_ema", UseEma), new("ema_momentum", EmaMomentum),
        new("ema_overwrite_frequency", EmaOverwriteFrequency), new("loss_scale_factor", LossScaleFactor),
        new("gradient_accumulation_steps", GradientAccumulationSteps),
    ];

    /// <summary>Takes over the settings every optimizer has.</summary>
    protected virtual void ReadBaseConfig(ConfigReader reader)
    {
        string? name = reader.GetOrNull<string>("name", null);
        _learningRate = reader.Get("learning_rate", _learningRate);
        WeightDecay = reader.Get("weight_decay", WeightDecay);
        var (clipnorm, globalClipnorm, clipvalue) = (reader.Get<double?>("clipnorm", null), reader.Get<double?>("global_clipnorm", null), reader.Get<double?>("clipvalue", null));
        Configure(
            WeightDecay, clipnorm, clipvalue, globalClipnorm, reader.Get("use_ema", false), reader.Get("ema_momentum", EmaMomentum),
            reader.Get<int?>("ema_overwrite_frequency", null), reader.Get<double?>("loss_scale_factor", null),
            reader.Get<int?>("gradient_accumulation_steps", null), name);
    }

    /// <summary>The constructor call, without settings that have their defaults.</summary>
    public sealed override string ToString() => Describe();

    private protected virtual string Describe()
    {
        var text = new ConstructorText(TypeName).With(LearningRate);
        var standard = ConfigRegistry.Find(GetType()) is null ? [] : ConfigRegistry.Create<Optimizer>(TypeName).Config.ToDictionary(e => e.Key, e => e.Value);
        foreach (var (key, value) in Config)
            if (key != "learning_rate") text.With(Parameter(key), value, standard.GetValueOrDefault(key));
        return text.ToString();
    }

    /// <summary>The constructor's parameter for a key in files: <c>beta_1</c> is <c>beta1</c>.</summary>
    private static string Parameter(string key)
    {
        var parts = key.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }
}
