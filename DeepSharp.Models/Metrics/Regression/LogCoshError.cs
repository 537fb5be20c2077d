namespace DeepSharp.Metrics;

/// <summary>mean ln cosh(ŷ − y).</summary>
[Configurable(Aliases = ["logcosh"])]
public sealed partial class LogCoshError() : LossMetric(new Losses.LogCosh())
{
    /// <inheritdoc/>
    protected override string DefaultName => "logcosh";
}
