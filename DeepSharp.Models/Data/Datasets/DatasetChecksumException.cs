namespace DeepSharp;

/// <summary>A data set's file was found, but its content is not the published one.</summary>
/// <remarks>It is damaged, cut off, or another file of the same name.</remarks>
public sealed class DatasetChecksumException : IOException
{
    internal DatasetChecksumException(string file, string expected, string actual, Exception? inner = null)
        : base($"'{file}' is not the published file: expected {expected}, got {actual}. " +
            "It is damaged, cut off, or belongs to another data set: replace it, or remove it so that the next place is tried.", inner)
    {
        (File, Expected, Actual) = (file, expected, actual);
    }

    /// <summary>The file that was refused.</summary>
    public string File { get; }

    /// <summary>What the published file has.</summary>
    public string Expected { get; }

    /// <summary>What this file has.</summary>
    public string Actual { get; }
}
