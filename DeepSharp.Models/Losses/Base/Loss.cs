using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>What training makes small. Subclasses give the loss of each element; weights, masks and reduction are done here.</summary>
public abstract class Loss : IConfigurable
{
    private string? _name;
    private Reduction _reduction;

    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [.. BaseConfig()];

    /// <summary>The loss's name in logs; the class in snake case if none is given.</summary>
    [AllowNull]
    public string Name
    {
        get => _name ??= DefaultName;
        init => _name = value;
    }

    /// <summary>The name if none is given.</summary>
    protected virtual string DefaultName => SnakeCase.Of(TypeName);

    /// <summary>How the losses of single elements become one number.</summary>
    public Reduction Reduction
    {
        get => _reduction;
        init => _reduction = value;
    }

    /// <summary>The loss of each element: [batch, …] without the axis that is compared as a whole. A mask on the result leaves out elements.</summary>
    /// <param name="yTrue">The targets.</param>
    /// <param name="yPred">The predictions.</param>
    public abstract Tensor PerElement(Tensor yTrue, Tensor yPred);

    /// <summary>Whether <see cref="PerElement"/> minds the predictions' mask itself, because its elements are not those that are masked.</summary>
    protected virtual bool MindsMask => false;

    /// <summary>The loss as one number (or per element where <see cref="Reduction"/> is None).</summary>
    /// <param name="yTrue">The targets.</param>
    /// <param name="yPred">The predictions; their mask, if any, leaves out elements.</param>
    /// <param name="sampleWeight">A weight per sample or per element.</param>
    /// <exception cref="ShapeMismatchException">Targets and predictions do not fit.</exception>
    public Tensor Apply(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = (Ranks.Wide(yTrue), Ranks.Wide(yPred));
        var losses = PerElement(yTrue, yPred);
        return LossReduction.Reduce(TypeName, losses, sampleWeight, MaskOf(yPred, losses), Reduction);
    }

    /// <summary>Which elements count; null for all.</summary>
    internal Tensor? MaskOf(Tensor yPred, Tensor losses) => ElementMask.Both(MindsMask ? null : yPred.Mask, losses.Mask, losses);

    /// <summary>The settings every loss has, in Keras' order.</summary>
    protected virtual IEnumerable<ConfigEntry> BaseConfig()
    {
        yield return new("name", Name);
        yield return new("reduction", Reduction);
    }

    /// <summary>Takes over the settings every loss has.</summary>
    protected void ReadBaseConfig(ConfigReader reader)
    {
        _name = reader.GetOrNull<string>("name", null);
        _reduction = reader.Get<Reduction?>("reduction", Reduction.SumOverBatchSize) ?? Reduction.None;
        reader.Skip("dtype", "float32");
    }

    /// <summary>Finds a loss by Keras' name or alias, for example <c>"mse"</c>.</summary>
    /// <exception cref="ConfigException">There is no loss of that name; the message lists the names.</exception>
    public static implicit operator Loss(string name) => ConfigRegistry.Create<Loss>(name);

    /// <summary>Uses a function of targets and predictions as a loss; such a loss cannot be saved.</summary>
    public static implicit operator Loss(Func<Tensor, Tensor, Tensor> function) => new Losses.FunctionLoss(function);
}
