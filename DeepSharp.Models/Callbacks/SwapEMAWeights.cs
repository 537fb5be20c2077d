namespace DeepSharp;

/// <summary>Judges the model with the moving averages of its weights: they take the weights' place before evaluations and predictions, and leave it
/// after.</summary>
/// <remarks>
/// The optimizer must keep averages (<c>useEma: true</c>). With <c>swapOnEpoch</c> they are also there for callbacks that come later in the list, such as a
/// <see cref="ModelCheckpoint"/>, from the end of an epoch to the beginning of the next; files written then are for use, not for more training.
/// </remarks>
/// <param name="swapOnEpoch">Whether the averages also stand in the model between epochs.</param>
public sealed class SwapEMAWeights(bool swapOnEpoch = false) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => Swap(false);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (swapOnEpoch) Swap(true);
    }

    /// <inheritdoc/>
    public override void OnTestBegin() => Swap(true);

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => Swap(false);

    /// <inheritdoc/>
    public override void OnPredictBegin() => Swap(true);

    /// <inheritdoc/>
    public override void OnPredictEnd() => Swap(false);

    /// <summary>Exchanges weights and averages unless they stand as wanted already.</summary>
    private void Swap(bool averages)
    {
        var keeping = Model.Optimizer.Parts.Select(p => p.Optimizer).Where(o => o.UseEma).ToList();
        if (keeping.Count == 0)
            throw new DeepSharpException($"SwapEMAWeights needs moving averages of the weights, but {Model.Optimizer} keeps none. Make the optimizer with useEma: true.");
        foreach (var o in keeping)
            if (o.AveragesInPlace != averages) o.ExchangeAverages();
    }
}
