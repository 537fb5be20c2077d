namespace DeepSharp;

/// <summary>Writes a file so that a reader sees the old content or the whole new one, never a part: into a temporary file in the same
/// folder, flushed to the disk, then renamed over the old file.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ModelFileException">It cannot be written; the old file is untouched and nothing else is left behind.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        if (Directory.Exists(path)) throw new ModelFileException($"'{path}' is a folder. Give the path of a file.");
        // A link keeps pointing to its file, which gets the new content.
        string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        if (!overwrite && File.Exists(target)) throw new ModelFileException($"'{path}' exists already. Give another path, or overwrite: true to replace it.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        if (!Directory.Exists(folder)) throw new ModelFileException($"'{path}' cannot be written: there is no folder '{folder}'. Make it first.");

        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite);
        }
        catch (Exception e)
        {
            string left = Remove(temporary);
            if (e is IOException or UnauthorizedAccessException)
                throw new ModelFileException($"'{path}' cannot be written: {e.Message}{left} The file that was there before, if any, is unchanged. "
                    + "Check free space and permissions, or save to another folder.", e);
            throw;
        }
    }

    private static string Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $" (The unfinished file '{temporary}' is left: {e.Message})";
        }
    }
}
