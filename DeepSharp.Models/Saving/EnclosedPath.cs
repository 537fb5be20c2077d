namespace DeepSharp;

/// <summary>Paths that a model file names, which must stay in its folder.</summary>
internal static class EnclosedPath
{
    /// <summary>The full path of a file that lies in a folder, and is reached without any link.</summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="name">The path of the file, as the model names it.</param>
    /// <param name="outside">What is thrown where it may lie elsewhere.</param>
    public static string Within(string folder, string name, InvalidDataException outside)
    {
        string[] parts = name.Split('/', '\\');
        if (name.Length == 0 || Path.IsPathRooted(name) || name.Contains('\0') || name.Contains(':') || parts.Contains("..")) throw outside;
        string path = folder;
        foreach (string part in parts)
        {
            path = Path.Combine(path, part);
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (entry.LinkTarget is not null) throw outside;
        }
        return path;
    }
}
