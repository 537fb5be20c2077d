namespace DeepSharp;

public partial class Model
{
    /// <summary>Measures time, flops and bytes of each layer and of each kind of op, for the way forward or for a whole training step.</summary>
    /// <remarks>
    /// Ops run one by one, so that each can be put down to its layer; a traced step, in which ops are fused, is faster. What training changes
    /// (weights, optimizer, metrics, random states) is put back. One run warms up and is not counted.
    /// </remarks>
    /// <param name="data">A batch. With targets, and the model compiled, a training step is measured, otherwise the way forward in inference.</param>
    /// <param name="runs">How many runs are averaged.</param>
    /// <exception cref="InvalidValueException"><paramref name="runs"/> is below 1.</exception>
    /// <example><code>Console.WriteLine(model.Profile((x, y)));</code></example>
    public ModelProfile Profile(DataSource data, int runs = 3)
    {
        if (runs < 1) throw new InvalidValueException($"Profile: runs must be 1 or more, got {runs}.");
        data = data.For(this);
        if (data.Dataset is not null) throw new DeepSharpException("Profile takes one batch of tensors, not a dataset; give for example (x, y).");
        bool training = IsCompiled && data.Y.Length > 0;
        var step = new StepData(data.X, data.Y, data.SampleWeights);
        EnsureBuilt(data.X);
        if (training && !_stepsReady) PrepareTraining(new(data.X, data.Y, data.SampleWeights));
        Variable[] changed = [.. Weights, .. States, .. training ? Optimizer.Variables : [], .. training ? MetricVariables() : []];
        var before = Array.ConvertAll(changed, v => v.Value);
        void Run()
        {
            if (training) TrainStep(step);
            else Forward(step.X, training: false);
            for (int i = 0; i < changed.Length; i++) changed[i].Assign(before[i]);
        }
        Run();
        var recorder = new ProfileRecorder();
        try
        {
            for (int run = 0; run < runs; run++) Run();
        }
        finally { recorder.Stop(); }
        // Metrics that made their variables only now have seen what they should not.
        foreach (var (_, metric) in _compiledMetrics?.All ?? [])
            if (metric.Variables.Except(changed).Any()) metric.Reset();
        return recorder.Result(this, data.Count, training, runs);
    }

    private IEnumerable<Variable> MetricVariables() => _lossTracker.Variables
        .Concat((_compiledLoss?.Trackers ?? []).SelectMany(t => t.Variables)).Concat((_compiledMetrics?.All ?? []).SelectMany(m => m.Metric.Variables));
}
