using System.Globalization;

namespace DeepSharp;

/// <summary>Writes a line per epoch to a CSV file: the epoch, counted from zero, and the results sorted by name.</summary>
/// <remarks>The first epoch settles the columns; if it had no validation, columns for one are added. What is missing later is written as NA.</remarks>
/// <param name="filename">The file.</param>
/// <param name="separator">What stands between columns.</param>
/// <param name="append">Whether lines are added to a file that is there; its header is not repeated.</param>
public sealed class CsvLogger(string filename, string separator = ",", bool append = false) : Callback
{
    private StreamWriter? _file;
    private List<string>? _columns;
    private bool _hasHeader;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _file?.Dispose();
        _hasHeader = append && new FileInfo(filename) is { Exists: true, Length: > 0 };
        _file = new(filename, append) { NewLine = "\n" };
        _columns = null;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_columns is null)
        {
            _columns = [.. logs.Keys];
            if (!_columns.Exists(c => c.StartsWith("val_", StringComparison.Ordinal))) _columns.AddRange(_columns.ConvertAll(c => $"val_{c}"));
            if (!_hasHeader) Write([.. _columns.Prepend("epoch")]);
        }
        Write([epoch.ToString(CultureInfo.InvariantCulture), .. _columns.Select(c =>
            logs.TryGetValue(c, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : "NA")]);
        _file!.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        _file?.Dispose();
        _file = null;
    }

    private void Write(IEnumerable<string> fields) => _file!.WriteLine(string.Join(separator, fields.Select(Quote)));

    private string Quote(string field) =>
        field.Contains(separator, StringComparison.Ordinal) || field.AsSpan().IndexOfAny("\"\r\n") >= 0 ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}
