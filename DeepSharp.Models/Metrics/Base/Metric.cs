using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>Whether larger or smaller is better; decides what callbacks with <c>mode: auto</c> watch for.</summary>
public enum MetricDirection
{
    /// <summary>Not known.</summary>
    None,

    /// <summary>Larger is better.</summary>
    Up,

    /// <summary>Smaller is better.</summary>
    Down,
}

/// <summary>A number that judges a model, gathered over batches. Its state is held in variables, so updating it can be part of a traced step.</summary>
public abstract class Metric : IConfigurable
{
    private readonly List<Variable> _variables = [];
    private string? _name;

    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [.. BaseConfig()];

    /// <summary>The metric's name in logs; the class in snake case if none is given.</summary>
    [AllowNull]
    public string Name
    {
        get => _name ??= DefaultName;
        init => _name = value;
    }

    /// <summary>The name if none is given.</summary>
    protected virtual string DefaultName => SnakeCase.Of(TypeName);

    /// <summary>Whether larger or smaller is better.</summary>
    public virtual MetricDirection Direction => MetricDirection.None;

    /// <summary>The state.</summary>
    public IReadOnlyList<Variable> Variables => _variables;

    /// <summary>Takes in a batch.</summary>
    /// <param name="yTrue">The targets.</param>
    /// <param name="yPred">The predictions.</param>
    /// <param name="sampleWeight">A weight per sample or per element.</param>
    public abstract void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null);

    /// <summary>The value over everything taken in since the last reset: a scalar, or a vector for per-class metrics.</summary>
    public abstract Tensor Result();

    /// <summary>Forgets everything taken in.</summary>
    public virtual void Reset()
    {
        foreach (var v in _variables) v.Assign(Tensor.Zeros(v.Shape, v.DType));
    }

    /// <summary>Gives the metric the name the user asked for it by, as Keras does: "acc" stays "acc".</summary>
    internal Metric Named(string name)
    {
        _name = name;
        return this;
    }

    /// <summary>Makes a part of the state, all zeros.</summary>
    /// <param name="name">The variable's name within the metric.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="dtype">Its type; float64 counts single samples exactly up to 2⁵³, where float32 stops at 2²⁴.</param>
    protected Variable AddVariable(string name, Shape shape, DType dtype = DType.Float64)
    {
        var v = Trace.Suspended(() => new Variable(Tensor.Zeros(shape, dtype), $"{Name}/{name}", trainable: false));
        _variables.Add(v);
        return v;
    }

    /// <summary>The settings every metric has, in Keras' order.</summary>
    protected virtual IEnumerable<ConfigEntry> BaseConfig()
    {
        yield return new("name", Name);
        yield return new("dtype", "float32");
    }

    /// <summary>Takes over the settings every metric has.</summary>
    protected void ReadBaseConfig(ConfigReader reader)
    {
        _name = reader.GetOrNull<string>("name", null);
        if (reader.GetOrNull<object>("dtype", null) is { } dtype) ConfigObject.DTypePolicyName(dtype);
    }

    /// <summary>Finds a metric by Keras' name or alias, for example <c>"mae"</c>.</summary>
    /// <exception cref="ConfigException">There is no metric of that name; the message lists the names.</exception>
    public static implicit operator Metric(string name) => ConfigRegistry.Create<Metric>(name);

    /// <summary>Uses the mean of a function of targets and predictions as a metric; such a metric cannot be saved.</summary>
    public static implicit operator Metric(Func<Tensor, Tensor, Tensor> function) => new Metrics.FunctionMetric(function);
}
