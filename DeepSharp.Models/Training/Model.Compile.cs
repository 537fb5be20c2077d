namespace DeepSharp;

public partial class Model
{
    private CompiledLoss? _compiledLoss;
    private CompiledMetrics? _compiledMetrics;
    private Optimizer? _optimizer;
    private readonly Metrics.Mean _lossTracker = new() { Name = "loss" };
    private IReadOnlyList<Weight> _trainedWeights = [];

    /// <summary>The optimizer given to <see cref="Compile"/>.</summary>
    public Optimizer Optimizer => _optimizer ?? throw NotCompiled();

    /// <summary>The losses given to <see cref="Compile"/>, for files.</summary>
    internal CompiledLoss? CompiledLosses => _compiledLoss;

    /// <summary>The metrics given to <see cref="Compile"/>, for files.</summary>
    internal CompiledMetrics? CompiledMetricSets => _compiledMetrics;

    /// <summary>Whether <see cref="Compile"/> has been called.</summary>
    public bool IsCompiled => _optimizer is not null;

    /// <summary>Whether steps run op by op instead of as traced programs.</summary>
    public bool RunEagerly { get; private set; }

    /// <summary>Fixes how the model is trained and judged.</summary>
    /// <param name="optimizer">What changes the weights; RMSprop if not given. Keras names such as "adam" work.</param>
    /// <param name="loss">What training makes small: one loss for all outputs, or one per output.</param>
    /// <param name="metrics">What else is measured; they see no sample weights.</param>
    /// <param name="lossWeights">A factor per output's loss.</param>
    /// <param name="weightedMetrics">Metrics that see sample and class weights.</param>
    /// <param name="runEagerly">Runs op by op, for looking inside with a debugger; results agree with traced training.</param>
    /// <param name="autoScaleLoss">Whether a model with layers of the policy <c>mixed_float16</c> gets its optimizer wrapped in a
    /// <see cref="LossScaleOptimizer"/>.</param>
    /// <returns>This model.</returns>
    public Model Compile(
        Optimizer? optimizer = null, LossSet? loss = null, MetricSet? metrics = null, IReadOnlyList<double>? lossWeights = null,
        MetricSet? weightedMetrics = null, bool runEagerly = false, bool autoScaleLoss = true)
    {
        _optimizer = optimizer ?? new RMSprop();
        if (autoScaleLoss && _optimizer is not LossScaleOptimizer && NeedsLossScale(this)) _optimizer = new LossScaleOptimizer(_optimizer);
        _compiledLoss = loss is null ? null : new(loss, lossWeights);
        _compiledMetrics = new(metrics, weightedMetrics);
        RunEagerly = runEagerly;
        ForgetSteps();
        return this;
    }

    private static bool NeedsLossScale(Layer layer) => layer.DTypePolicy.NeedsLossScale || layer.Sublayers.Any(NeedsLossScale);

    private DeepSharpException NotCompiled() => new($"Model '{Name}' is not compiled. Call model.Compile(optimizer, loss, metrics) before training or evaluating.");
}
