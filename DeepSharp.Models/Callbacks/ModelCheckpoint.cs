namespace DeepSharp;

/// <summary>Writes the model or its weights to a file while training.</summary>
/// <remarks>The best value is remembered from one training to the next.</remarks>
public sealed class ModelCheckpoint : Callback
{
    private readonly PathTemplate _path;
    private readonly MonitoredValue _value;
    private readonly bool _verbose, _saveBestOnly;
    private readonly int? _batches;
    private readonly int _maxToKeep;
    private readonly List<string> _written = [];
    private int _epoch, _seen, _lastBatch = -1;

    /// <summary>Makes the callback.</summary>
    /// <param name="filepath">
    /// The file, ending in .keras, or for weights only in .weights.h5 or .safetensors. It may ask for numbers: <c>{epoch:02d}-{val_loss:.2f}.keras</c>,
    /// with the epoch (and the batch, if batches are counted) from one and any result of the log.
    /// </param>
    /// <param name="monitor">The result to watch.</param>
    /// <param name="verbose">Whether a line says what is written.</param>
    /// <param name="saveBestOnly">Whether only a model better than all before is written.</param>
    /// <param name="saveWeightsOnly">Whether only the weights are written.</param>
    /// <param name="mode">What is better; by default the metric says so itself.</param>
    /// <param name="saveFreq">After each epoch, or every so many batches; then the running results of the epoch are watched.</param>
    /// <param name="initialValueThreshold">A value to be beaten before the first file is written.</param>
    /// <param name="maxToKeep">Files that are kept where each has a name of its own: when one more is written, the oldest of this callback goes. Null for
    /// all.</param>
    /// <exception cref="InvalidValueException">The ending of the path does not fit, or no file would be kept.</exception>
    public ModelCheckpoint(
        string filepath, string monitor = "val_loss", bool verbose = false, bool saveBestOnly = false, bool saveWeightsOnly = false,
        MonitorMode mode = MonitorMode.Auto, SaveFreq saveFreq = default, double? initialValueThreshold = null,
        int? maxToKeep = null)
    {
        string[] endings = saveWeightsOnly ? [".weights.h5", ".safetensors"] : [".keras"];
        if (!endings.Any(e => filepath.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidValueException($"ModelCheckpoint: the file must end in {string.Join(" or ", endings)} when"
                + $" {(saveWeightsOnly ? "only weights are" : "the whole model is")} saved, got '{filepath}'.");
        if (maxToKeep < 1) throw new InvalidValueException($"ModelCheckpoint: maxToKeep must be 1 or more (null for all files), got {maxToKeep}.");
        (_path, _maxToKeep) = (new(filepath), maxToKeep ?? int.MaxValue);
        _value = new(this, monitor, mode, 0, initialValueThreshold);
        (_verbose, _saveBestOnly, _batches) = (verbose, saveBestOnly, saveFreq.Batches);
        Write = saveWeightsOnly ? static (model, path) => model.SaveWeights(path) : static (model, path) => model.Save(path);
    }

    /// <summary>The best value so far.</summary>
    public double? Best => _value.Best;

    /// <summary>The file written last.</summary>
    public string? LastPath { get; private set; }

    internal Action<Model, string> Write { get; init; }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (_batches is not { } every) return;
        // Batches start anew with each epoch, and the callback may be used in several trainings.
        _seen += batch <= _lastBatch ? batch + 1 : batch - _lastBatch;
        _lastBatch = batch;
        if (_seen < every) return;
        _seen = 0;
        SaveIfDue(logs, batch);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_batches is null) SaveIfDue(logs, null);
    }

    private void SaveIfDue(Logs logs, int? batch)
    {
        double? before = _value.Best;
        if (!_saveBestOnly) Save(logs, batch, "");
        else if (!logs.ContainsKey(_value.Name) && !IsLater(logs, batch))
        {
            // A wrong name must not cost the work done: the model is written before training ends with an error.
            Save(logs, batch, "", _value.Missing(logs).Message);
        }
        else if (_value.TryRead(logs, out var current))
        {
            if (_value.Improve(current.Value))
                Save(logs, batch, $"{_value.Name} improved from {(before is { } b ? LogFormat.Number(b) : "none")} to {LogFormat.Number(current.Value)}, ");
            else if (_verbose) Tell($"Epoch {_epoch + 1}: {_value.Name} did not improve from {LogFormat.Number(before!.Value)}");
        }
    }

    /// <summary>Whether the value is one of a validation that comes in another epoch.</summary>
    private bool IsLater(Logs logs, int? batch) =>
        batch is null && Run.ValidationFreq is > 1 && _value.Name.StartsWith("val_", StringComparison.Ordinal) && logs.ContainsKey(_value.Name[4..]);

    private void Save(Logs logs, int? batch, string why, string? fault = null)
    {
        var numbers = logs.ToDictionary(p => p.Key, p => p.Value);
        numbers["epoch"] = _epoch + 1;
        if (batch is { } b) numbers["batch"] = b + 1;
        string path = _path.Fill(numbers, out string? unfilled);
        if (_verbose) Tell($"Epoch {_epoch + 1}: {why}saving model to {path}");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        Write(Model, path);
        LastPath = path;
        _written.Remove(path);
        _written.Add(path);
        while (_written.Count > _maxToKeep)
        {
            File.Delete(_written[0]);
            _written.RemoveAt(0);
        }
        if ((fault ?? unfilled) is { } reason) throw new DeepSharpException($"{reason} The model as it is now was saved to '{path}'.");
    }
}
