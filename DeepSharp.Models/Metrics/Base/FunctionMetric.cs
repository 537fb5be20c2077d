namespace DeepSharp.Metrics;

/// <summary>The weighted mean of a function of targets and predictions. Such a metric cannot be written to a file.</summary>
/// <param name="function">The value of each element, [batch, …], written with tensor ops.</param>
/// <param name="direction">Whether larger or smaller is better.</param>
[Configurable]
public sealed partial class FunctionMetric(
    [NotConfig] Func<Tensor, Tensor, Tensor> function, [NotConfig] MetricDirection direction = MetricDirection.None) : MeanMetric
{
    /// <summary>Whether larger or smaller is better.</summary>
    public override MetricDirection Direction { get; } = direction;

    /// <summary>Not to be had: a function cannot be written to a file.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override IReadOnlyList<ConfigEntry> Config => throw new NotSupportedException(
        $"The metric '{Name}' is a function, which a file cannot hold. "
        + "Save the weights only, or write the metric as a class of its own: derive from MeanMetric and mark it [Configurable].");

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Align(yTrue, yPred);
        return Function(t, p);
    }
}
