using Newtonsoft.Json;

namespace DeepSharp;

/// <summary>A model or weight file cannot be read or written: it is missing, damaged, of a newer format, or does not fit the model.</summary>
/// <param name="message">Which file, what is wrong, and what to do.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class ModelFileException(string message, Exception? inner = null) : DeepSharpException(message, inner)
{
    /// <summary>Runs code that reads a file; what can go wrong with a damaged or unreadable file is told with the file's path.</summary>
    internal static T Reading<T>(string path, Func<T> read)
    {
        if (!File.Exists(path))
            throw new ModelFileException(Directory.Exists(path)
                ? $"'{path}' is a folder, not a file."
                : $"There is no file '{path}' (looked in {Path.GetDirectoryName(Path.GetFullPath(path))}). Check the path, or save the model first.");
        return Naming(path, read);
    }

    /// <summary>Runs code that reads a file which is known to be there.</summary>
    internal static T Naming<T>(string path, Func<T> read)
    {
        try { return read(); }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or JsonException or NotSupportedException or FormatException
            or OverflowException or ArgumentException or DeepSharpException and not ModelFileException)
        {
            throw new ModelFileException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
