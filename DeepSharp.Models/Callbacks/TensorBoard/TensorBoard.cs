using System.Diagnostics;

namespace DeepSharp;

/// <summary>Writes what TensorBoard shows: results, learning rate, the model's graph, and, where asked for, weights and embeddings.</summary>
/// <remarks>
/// Look at it with <c>tensorboard --logdir logs</c>. Files are in the folders train and validation of the log folder. Tags are Keras': epoch_loss by epoch,
/// epoch_learning_rate, batch_loss by batch (counted from one across epochs), evaluation_loss_vs_iterations by optimizer step.
/// </remarks>
/// <example><c>model.Fit(data, epochs: 10, callbacks: [new TensorBoard("logs/run1", histogramFreq: 1)])</c></example>
public sealed class TensorBoard : Callback
{
    private readonly string _folder;
    private readonly int _histogramFreq, _embeddingsFreq;
    private readonly bool _writeGraph, _writeImages, _writeStepsPerSecond;
    private readonly int? _updateFreq;
    private readonly EmbeddingsMetadata? _embeddingsMetadata;
    private EventWriter? _train, _validation;
    private bool _graphIsDue, _training;
    private long _batches, _stepsBefore, _batchStart, _epochStart;

    /// <summary>Makes the callback.</summary>
    /// <param name="logDir">The log folder; take another one for each run that is to be told apart.</param>
    /// <param name="histogramFreq">Epochs from one histogram of the weights to the next; 0 for none.</param>
    /// <param name="writeGraph">Whether the model's graph is written, as layers and as Keras' JSON where the model has one.</param>
    /// <param name="writeImages">Whether weights are also shown as images, together with the histograms.</param>
    /// <param name="writeStepsPerSecond">Whether the speed is written.</param>
    /// <param name="updateFreq">After each epoch only, or also every so many batches.</param>
    /// <param name="profileBatch">Must be 0: there is no profile that TensorBoard could show.</param>
    /// <param name="embeddingsFreq">Epochs from one writing of the embeddings to the next, for the projector; 0 for none.</param>
    /// <param name="embeddingsMetadata">Files that name the embeddings' rows.</param>
    /// <exception cref="InvalidValueException">A setting is out of range, or a profile is asked for.</exception>
    public TensorBoard(
        string logDir = "logs", int histogramFreq = 0, bool writeGraph = true, bool writeImages = false, bool writeStepsPerSecond = false,
        UpdateFreq updateFreq = default, int profileBatch = 0, int embeddingsFreq = 0, EmbeddingsMetadata? embeddingsMetadata = null)
    {
        if (profileBatch != 0)
            throw new InvalidValueException($"TensorBoard: profileBatch is not supported, got {profileBatch}; leave it at 0 and measure with DEEPSHARP_DEBUG or a .NET profiler.");
        if (histogramFreq < 0 || embeddingsFreq < 0)
            throw new InvalidValueException($"TensorBoard: histogramFreq and embeddingsFreq must be 0 or more, got {histogramFreq} and {embeddingsFreq}.");
        (_folder, _histogramFreq, _embeddingsFreq) = (logDir, histogramFreq, embeddingsFreq);
        (_writeGraph, _writeImages, _writeStepsPerSecond) = (writeGraph, writeImages, writeStepsPerSecond);
        (_updateFreq, _embeddingsMetadata) = (updateFreq.Batches, embeddingsMetadata);
    }

    private EventWriter Train => _train ??= new(Path.Combine(_folder, "train"));

    private EventWriter Validation => _validation ??= new(Path.Combine(_folder, "validation"));

    /// <inheritdoc/>
    /// <exception cref="DeepSharpException">The metadata names layers that are no embeddings of the model.</exception>
    public override void OnTrainBegin()
    {
        Close();
        (_graphIsDue, _training, _batches) = (_writeGraph, true, 0);
        if (_embeddingsFreq > 0) EmbeddingProjector.WriteConfig(_folder, Model, _embeddingsMetadata);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        _training = false;
        Close();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        if (!_writeStepsPerSecond) return;
        (_stepsBefore, _epochStart) = (Steps, Stopwatch.GetTimestamp());
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch)
    {
        _batches++;
        if (_writeStepsPerSecond) _batchStart = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (_graphIsDue) WriteGraph();
        if (_updateFreq is not { } every || _batches % every != 0) return;
        if (_writeStepsPerSecond) Train.Write(Summaries.Scalar("batch_steps_per_second", 1 / Stopwatch.GetElapsedTime(_batchStart).TotalSeconds), _batches);
        foreach (var (name, value) in logs) Train.Write(Summaries.Scalar($"batch_{name}", value), _batches);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        foreach (var (name, value) in logs) Validation.Write(Summaries.Scalar($"evaluation_{name}_vs_iterations", value), Steps);
        Validation.Flush();
        if (!_training) Close();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        static bool IsValidation(string name) => name.StartsWith("val_", StringComparison.Ordinal);
        var results = new SortedDictionary<string, double>(logs.Where(r => !IsValidation(r.Key)).ToDictionary(), StringComparer.Ordinal);
        foreach (var (suffix, optimizer) in Model.Optimizer.Parts)
            results[$"learning_rate{suffix}"] = optimizer.LearningRate.Schedule?.At((long)optimizer.Iterations.Value.Item()) ?? optimizer.LearningRate;
        if (_writeStepsPerSecond) results["steps_per_second"] = (Steps - _stepsBefore) / Stopwatch.GetElapsedTime(_epochStart).TotalSeconds;
        foreach (var (name, value) in results) Train.Write(Summaries.Scalar($"epoch_{name}", value), epoch);
        foreach (var (name, value) in logs.Where(r => IsValidation(r.Key)))
            Validation.Write(Summaries.Scalar($"epoch_{name[4..]}", value), epoch);
        if (_histogramFreq > 0 && epoch % _histogramFreq == 0) WriteWeights(epoch);
        if (_embeddingsFreq > 0 && epoch % _embeddingsFreq == 0) EmbeddingProjector.WriteTables(_folder, Model);
        _train?.Flush();
        _validation?.Flush();
    }

    private long Steps => (long)Model.Optimizer.Iterations.Value.Item();

    private void WriteGraph()
    {
        _graphIsDue = false;
        Train.Write(ModelGraph.Of(Model));
        if (Model.IsReadable) Train.Write(Summaries.KerasModel("keras", Model.ToJson()), 0);
    }

    private void WriteWeights(int epoch)
    {
        foreach (var weight in Model.Layers.SelectMany(l => l.Weights).Distinct())
        {
            Train.Write(Summaries.Histogram($"{weight.Path}/histogram", weight.Value.ToDoubles()), epoch);
            if (_writeImages && WeightImages.Of($"{weight.Path}/image", weight.Value) is { } image) Train.Write(image, epoch);
        }
    }

    private void Close()
    {
        _train?.Dispose();
        _validation?.Dispose();
        (_train, _validation) = (null, null);
    }
}
