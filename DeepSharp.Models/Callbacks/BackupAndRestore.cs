namespace DeepSharp;

/// <summary>Lets a training that was interrupted go on where it was, when the same program is started again: the results are the same to the last
/// bit.</summary>
/// <remarks>
/// Kept are weights, optimizer, random states, the order of samples, the epoch, the batch within it, and what loss and metrics have taken in. Not kept is
/// what other callbacks remember, such as the patience of an <see cref="EarlyStopping"/>. Data from a <see cref="Dataset"/> must give the same samples again.
/// </remarks>
/// <example><c>model.Fit(data, epochs: 100, callbacks: [new BackupAndRestore("backup")])</c></example>
public sealed class BackupAndRestore : Callback
{
    private readonly string _folder;
    private readonly int? _every;
    private readonly bool _double, _delete;
    private int _sinceLast;

    /// <summary>Makes the callback.</summary>
    /// <param name="backupDir">A folder for this training alone; it is made if it is not there.</param>
    /// <param name="saveFreq">After each epoch, or every so many batches.</param>
    /// <param name="doubleCheckpoint">Whether the backup before the last is kept, too, and taken when the last one is damaged.</param>
    /// <param name="deleteCheckpoint">Whether backups are removed when the training has come to its end.</param>
    /// <exception cref="InvalidValueException">No folder is named.</exception>
    public BackupAndRestore(string backupDir, SaveFreq saveFreq = default, bool doubleCheckpoint = false, bool deleteCheckpoint = true)
    {
        if (string.IsNullOrWhiteSpace(backupDir)) throw new InvalidValueException("BackupAndRestore: backupDir is empty; name a folder.");
        (_folder, _every, _double, _delete) = (backupDir, saveFreq.Batches, doubleCheckpoint, deleteCheckpoint);
    }

    private string Latest => Path.Combine(_folder, "latest.backup");

    private string Previous => Path.Combine(_folder, "previous.backup");

    /// <inheritdoc/>
    /// <exception cref="DeepSharpException">The model has no weights yet.</exception>
    /// <exception cref="ModelFileException">The backup cannot be read or does not fit the model.</exception>
    public override void OnTrainBegin()
    {
        _sinceLast = 0;
        Model.RequireBuilt("restored");
        if (!File.Exists(Latest) && !File.Exists(Previous)) return;
        try
        {
            TrainingBackup.Restore(File.Exists(Latest) ? Latest : Previous, Model);
        }
        catch (ModelFileException e) when (File.Exists(Latest) && File.Exists(Previous))
        {
            Tell($"BackupAndRestore: {e.Message} The backup before it is taken.");
            TrainingBackup.Restore(Previous, Model);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (_every is null || ++_sinceLast < _every) return;
        _sinceLast = 0;
        Save();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_every is null) Save();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (!_delete || !Directory.Exists(_folder)) return;
        File.Delete(Latest);
        File.Delete(Previous);
        if (!Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
    }

    private void Save()
    {
        Directory.CreateDirectory(_folder);
        if (_double && File.Exists(Latest)) File.Move(Latest, Previous, overwrite: true);
        var averaged = Model.Optimizer.Parts.Select(p => p.Optimizer).Where(o => o.AveragesInPlace).ToList();
        foreach (var o in averaged) o.ExchangeAverages();
        TrainingBackup.Write(Latest, Model);
        foreach (var o in averaged) o.ExchangeAverages();
    }
}
