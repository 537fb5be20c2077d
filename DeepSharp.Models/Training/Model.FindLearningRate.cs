namespace DeepSharp;

public partial class Model
{
    /// <summary>Looks for a learning rate: trains on a few batches while the rate grows from batch to batch, and sees where the loss falls fastest.</summary>
    /// <remarks>
    /// Weights, optimizer, random states and metrics are afterwards as they were. The loss is smoothed; the search ends early where it explodes.
    /// Source: L. Smith, Cyclical Learning Rates for Training Neural Networks, 2015.
    /// </remarks>
    /// <param name="data">Inputs and targets.</param>
    /// <param name="minimum">The first rate, more than 0.</param>
    /// <param name="maximum">The last rate, more than the first.</param>
    /// <param name="steps">Batches, 3 or more; data of fewer batches is read again.</param>
    /// <param name="batchSize">Samples per step; 32 if not given. Take that of the training.</param>
    /// <param name="smoothing">How much of the smoothed loss is kept at each step, 0 to below 1.</param>
    /// <param name="divergence">The search ends when the smoothed loss is more than this many times the smallest one.</param>
    /// <returns>Rates, losses, and a suggestion.</returns>
    /// <exception cref="DeepSharpException">The model is not compiled, or its learning rate follows a schedule.</exception>
    /// <exception cref="InvalidValueException">A setting is out of range.</exception>
    /// <example><c>model.Optimizer.LearningRate = model.FindLearningRate((x, y)).Suggestion;</c></example>
    public LearningRateRange FindLearningRate(
        DataSource data, double minimum = 1e-7, double maximum = 10, int steps = 100, int? batchSize = null, double smoothing = 0.9, double divergence = 4)
    {
        if (!IsCompiled) throw NotCompiled();
        if (!(minimum > 0 && maximum > minimum && double.IsFinite(maximum)) || steps < 3 || !(smoothing is >= 0 and < 1) || !(divergence > 1))
            throw new InvalidValueException(FormattableString.Invariant(
                $"FindLearningRate needs 0 < minimum < maximum, steps of 3 or more, smoothing from 0 to below 1 and divergence above 1, got {minimum}, {maximum}, {steps}, {smoothing} and {divergence}."));
        var before = Optimizer.LearningRate;
        if (before.Schedule is { } schedule) throw new DeepSharpException($"FindLearningRate must set the learning rate, which follows {schedule}. Make the optimizer with a plain number for the search.");

        data = data.For(this);
        using var feed = BatchFeed.For(data, batchSize);
        int pass = 0;
        Batch Next() => feed.Next() ?? Restart();
        Batch Restart()
        {
            feed.Restart(new(0, pass++));
            return feed.Next() ?? throw new DeepSharpException("The data gave no batch to train on.");
        }
        var batch = Restart();
        if (!_stepsReady) PrepareTraining(batch);
        var state = StateEntries().Select(e => (e.Variable, e.Variable.Value)).ToList();
        List<double> rates = [], losses = [];
        try
        {
            double mean = 0, kept = 1;
            for (int i = 0; i < steps; i++, batch = Next())
            {
                double rate = minimum * Math.Pow(maximum / minimum, (double)i / (steps - 1));
                Optimizer.LearningRate = rate;
                ResetMetrics();
                RunStep(StepKind.Train, batch);
                mean = mean * smoothing + _lossTracker.Result().Item() * (1 - smoothing);
                kept *= smoothing;
                double smooth = mean / (1 - kept);
                if (!double.IsFinite(smooth)) break;
                rates.Add(rate);
                losses.Add(smooth);
                if (smooth > losses.Min() * divergence && i > 0) break;
            }
        }
        finally
        {
            Optimizer.LearningRate = before;
            foreach (var (variable, value) in state) variable.Assign(value);
            ResetMetrics();
        }
        return new(rates, losses);
    }
}
