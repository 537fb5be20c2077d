namespace DeepSharp;

public partial class Model
{
    private readonly Dictionary<(StepKind, int, int, int), TracedFunction> _steps = [];
    private readonly Dictionary<(StepKind, int, int, int), string[]> _extraLogs = [];

    /// <summary>What the last step gave for the log beside loss and metrics.</summary>
    private (string[] Names, Tensor[] Values) _extraResults = ([], []);

    private enum StepKind { Train, Test }

    /// <summary>One training step: forward, loss, gradients, update, metrics. Override it for training of your own; it is traced like the default.</summary>
    /// <returns>Further results for the log, scalars, of which an epoch keeps the last batch's; the loss and the metrics are logged anyway.</returns>
    protected virtual IReadOnlyDictionary<string, Tensor> TrainStep(StepData data)
    {
        using var tape = new GradientTape();
        var (yPred, added) = Forward(data.X, training: true);
        var loss = ComputeLoss(data, yPred, added);
        var weights = _trainedWeights;
        if (weights.Count > 0) Optimizer.Apply(tape.Gradient(Optimizer.ScaleLoss(loss), weights), weights);
        ComputeMetrics(data, yPred);
        return NoLogs;
    }

    /// <summary>One evaluation step: forward, loss, metrics.</summary>
    /// <returns>Further results for the log, scalars.</returns>
    protected virtual IReadOnlyDictionary<string, Tensor> TestStep(StepData data)
    {
        var (yPred, added) = Forward(data.X, training: false);
        if (data.Y.Length > 0 && _compiledLoss is not null) ComputeLoss(data, yPred, added);
        ComputeMetrics(data, yPred);
        return NoLogs;
    }

    /// <summary>The loss of a batch, a scalar: the compiled losses, what layers added, and the weights' penalties. Updates the logged loss.</summary>
    protected virtual Tensor ComputeLoss(StepData data, Tensor[] yPred, IReadOnlyList<Tensor> added)
    {
        Tensor? total = null;
        if (_compiledLoss is not null && data.Y.Length > 0) total = _compiledLoss.Compute(OutputNames(yPred.Length), data.Y, yPred, data.SampleWeights);
        foreach (var term in added.Concat(RegularizationLosses()))
        {
            var t = term.Sum();
            total = total is null ? t : total + t.Cast(total.DType);
        }
        if (total is null) throw new DeepSharpException($"Model '{Name}' has nothing to train: no loss was compiled, and no layer adds one.");
        _lossTracker.Update(total.StopGradient(), Tensor.Full(Shape.Scalar, data.X[0].Shape[0]));
        return total;
    }

    /// <summary>The loss over all of some data as a function of the weights as they are then, without anything random.</summary>
    internal Func<Tensor> LossOn(DataSource data)
    {
        if (!IsCompiled) throw NotCompiled();
        data = data.For(this);
        if (data.Dataset is not null)
            throw new DeepSharpException($"Model '{Name}' is to be trained on all data at once, which must be given as tensors, not as a dataset.");
        PrepareTraining(new(data.X, data.Y, data.SampleWeights));
        return () =>
        {
            var (yPred, added) = Forward(data.X, training: false);
            return ComputeLoss(new(data.X, data.Y, data.SampleWeights), yPred, added);
        };
    }

    /// <summary>Updates the compiled metrics with a batch.</summary>
    protected virtual void ComputeMetrics(StepData data, Tensor[] yPred)
    {
        if (data.Y.Length > 0) _compiledMetrics?.Update(OutputNames(yPred.Length), data.Y, yPred, data.SampleWeights, _compiledLoss);
    }

    /// <summary>Runs the model.</summary>
    /// <returns>Outputs, and the losses added by layers on the way.</returns>
    protected (Tensor[] Outputs, IReadOnlyList<Tensor> AddedLosses) Forward(Tensor[] x, bool training)
    {
        var context = CallContext.For(training);
        var outputs = context.Run(() => Apply(x, training));
        return (outputs, context.Losses);
    }

    private static readonly IReadOnlyDictionary<string, Tensor> NoLogs = new Dictionary<string, Tensor>();

    private IReadOnlyList<string> OutputNames(int count) =>
        Outputs.Count == count ? [.. Outputs.Select(o => o.Layer.Name)] : [.. Enumerable.Range(0, count).Select(i => $"output_{i}")];

    /// <summary>Runs a step on a batch, as a program or eagerly.</summary>
    private Tensor[] RunStep(StepKind kind, Batch batch)
    {
        if (kind == StepKind.Train)
        {
            if (!_stepsReady) PrepareTraining(batch);
            Optimizer.RequireTrainable();
        }
        var key = (kind, batch.X.Length, batch.Y.Length, batch.Weights.Length);
        Tensor[] results;
        if (RunEagerly) results = Step(kind, batch.X.Length, batch.Y.Length, batch.All);
        else
        {
            if (!_steps.TryGetValue(key, out var traced)) _steps[key] = traced = TracedStep(kind, batch);
            results = traced.Run(batch.All);
        }
        _extraResults = (_extraLogs[key], results);
        return results;
    }

    /// <summary>The training steps traced so far, for looking at their memory; the most recently used of a signature first.</summary>
    internal IEnumerable<Program> TrainPrograms => _steps.Where(s => s.Key.Item1 == StepKind.Train).SelectMany(s => s.Value.Programs);

    /// <summary>A method of its own, since what its function captures would be allocated for every batch in <see cref="RunStep"/>.</summary>
    private TracedFunction TracedStep(StepKind kind, Batch batch)
    {
        EnsureBuilt(batch.X);
        var (inputs, targets) = (batch.X.Length, batch.Y.Length);
        return new(all => Step(kind, inputs, targets, all));
    }

    private bool _stepsReady;

    /// <summary>Builds the model for its first batch and settles what is trained.</summary>
    private void PrepareTraining(Batch batch)
    {
        EnsureBuilt(batch.X);
        // A model with a Call of its own makes its layers' weights in its first call, and they must be there before they are listed.
        if (Sublayers.Any(Waits)) GradientTape.Unrecorded(() => Apply(Array.ConvertAll(batch.X, x => new Tensor(x.Spec, Device.Null)), training: false));
        _trainedWeights = TrainableWeights;
        Optimizer.Build(_trainedWeights);
        _stepsReady = true;
    }

    private static bool Waits(Layer layer) => !layer.IsBuilt || layer.Sublayers.Any(Waits);

    private Tensor[] Step(StepKind kind, int inputs, int targets, Tensor[] all)
    {
        var data = new StepData(all[..inputs], all[inputs..(inputs + targets)], all[(inputs + targets)..]);
        var logs = kind == StepKind.Train ? TrainStep(data) : TestStep(data);
        foreach (var (name, value) in logs)
            if (value.Shape.Count != 1) throw new ShapeMismatchException($"{kind}Step of model '{Name}' gave '{name}' of shape {value.Shape} for the log; give a scalar, for example its Mean().");
        _extraLogs[(kind, inputs, targets, data.SampleWeights.Length)] = [.. logs.Keys];
        return [.. logs.Values];
    }

    /// <summary>Drops traced steps, so that the next call traces anew.</summary>
    private void ForgetSteps()
    {
        _steps.Clear();
        ForgetPrediction();
        _extraLogs.Clear();
        _stepsReady = false;
    }
}
