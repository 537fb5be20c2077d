namespace DeepSharp.Metrics;

/// <summary>The weighted mean of any loss: Σ l·w / Σ w. For a function of targets and predictions see <see cref="FunctionMetric"/>.</summary>
/// <param name="fn">The loss; its reduction does not matter.</param>
[Configurable]
public sealed partial class MeanMetricWrapper(Loss fn) : LossMetric(fn);
