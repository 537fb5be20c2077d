namespace DeepSharp;

/// <summary>Where a training stands between two batches.</summary>
/// <param name="Epoch">The epoch, counted from zero.</param>
/// <param name="Batch">Batches of it that are done.</param>
/// <param name="Passes">Passes over the data that were begun before the epoch.</param>
internal readonly record struct TrainingPoint(int Epoch, int Batch, int Passes);

public partial class Model
{
    private Tensor? _orderOfEpoch;
    private IReadOnlyList<Tensor> _resumedResults = [];

    /// <summary>Where the training stands that is going on.</summary>
    internal TrainingPoint Point { get; private set; }

    /// <summary>The state of the order of samples with which the epoch of <see cref="Point"/> begins; null where nothing is shuffled.</summary>
    internal Tensor? OrderAtPoint => Point.Batch > 0 ? _orderOfEpoch : _orders?.State.Value;

    /// <summary>What loss and metrics have taken in, in a fixed order.</summary>
    internal IReadOnlyList<Variable> ResultVariables =>
        [.. new Metric[] { _lossTracker }.Concat(_compiledLoss?.Trackers ?? []).Concat((_compiledMetrics?.All ?? []).Select(m => m.Metric))
            .SelectMany(m => m.Variables)];

    /// <summary>Lets the training that is just beginning go on at a point; called while callbacks are told of its beginning.</summary>
    /// <param name="point">The point.</param>
    /// <param name="results">Values of <see cref="ResultVariables"/> at the point.</param>
    internal void ResumeAt(TrainingPoint point, IReadOnlyList<Tensor> results) => (Point, _resumedResults) = (point, results);

    /// <summary>Gives loss and metrics what they had taken in. They are made at the first batch, so one is looked at first, which changes no weight.</summary>
    private void RestoreResults(Batch batch)
    {
        RunStep(StepKind.Test, batch);
        var variables = ResultVariables;
        if (variables.Count != _resumedResults.Count || variables.Zip(_resumedResults).Any(p => p.First.Cell.Spec != p.Second.Spec))
            throw new DeepSharpException($"Model '{Name}' was compiled with other losses or metrics when the training was interrupted; compile it in the same way to go on.");
        foreach (var (variable, value) in variables.Zip(_resumedResults)) variable.Assign(value);
    }
}
