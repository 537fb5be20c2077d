namespace DeepSharp;

/// <summary>A callback made of actions; give those that are needed by name.</summary>
/// <example><c>new LambdaCallback(onEpochEnd: (epoch, logs) => Console.WriteLine($"{epoch}: {logs}"))</c></example>
/// <param name="onEpochBegin">Before an epoch.</param>
/// <param name="onEpochEnd">After an epoch.</param>
/// <param name="onTrainBegin">Before the first epoch.</param>
/// <param name="onTrainEnd">After the last epoch.</param>
/// <param name="onTrainBatchBegin">Before a training batch.</param>
/// <param name="onTrainBatchEnd">After a training batch.</param>
/// <param name="onTestBegin">Before an evaluation or validation.</param>
/// <param name="onTestEnd">After an evaluation or validation.</param>
/// <param name="onTestBatchBegin">Before an evaluation batch.</param>
/// <param name="onTestBatchEnd">After an evaluation batch.</param>
/// <param name="onPredictBegin">Before a prediction.</param>
/// <param name="onPredictEnd">After a prediction.</param>
/// <param name="onPredictBatchBegin">Before a prediction batch.</param>
/// <param name="onPredictBatchEnd">After a prediction batch.</param>
public sealed class LambdaCallback(
    Action<int>? onEpochBegin = null, Action<int, Logs>? onEpochEnd = null, Action? onTrainBegin = null, Action<Logs>? onTrainEnd = null,
    Action<int>? onTrainBatchBegin = null, Action<int, Logs>? onTrainBatchEnd = null, Action? onTestBegin = null, Action<Logs>? onTestEnd = null,
    Action<int>? onTestBatchBegin = null, Action<int, Logs>? onTestBatchEnd = null, Action? onPredictBegin = null, Action? onPredictEnd = null,
    Action<int>? onPredictBatchBegin = null, Action<int, IReadOnlyList<Tensor>>? onPredictBatchEnd = null) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => onEpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBegin() => onTrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => onTrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => onTrainBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => onTrainBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnTestBegin() => onTestBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => onTestEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int batch) => onTestBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs) => onTestBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnPredictBegin() => onPredictBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictEnd() => onPredictEnd?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int batch) => onPredictBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch, IReadOnlyList<Tensor> outputs) => onPredictBatchEnd?.Invoke(batch, outputs);
}
