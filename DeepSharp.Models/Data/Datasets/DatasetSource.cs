namespace DeepSharp;

/// <summary>A published data set: its files, and where they may be.</summary>
/// <param name="Title">Its name for people, as in "Fashion-MNIST".</param>
/// <param name="Method">The method that loads it, as in "Datasets.FashionMnist".</param>
/// <param name="Folders">Names of the folder that holds it, the usual one first; also the layouts of other frameworks.</param>
/// <param name="Files">Its files.</param>
/// <param name="Mirrors">Addresses of folders with the files, tried in this order.</param>
internal sealed record DatasetSource(string Title, string Method, string[] Folders, DatasetFile[] Files, Uri[] Mirrors)
{
    /// <summary>The folders to search when the user names <paramref name="root"/>: it may hold the set, or be the set.</summary>
    internal IEnumerable<string> CandidatesIn(string root) => Folders.Select(f => Path.Combine(root, f)).Append(root);

    /// <summary>
    /// The content of all files in <paramref name="folder"/>, in the order of <see cref="Files"/>; null when a file is missing,
    /// with <paramref name="reason"/> saying what is missing.
    /// </summary>
    /// <exception cref="DatasetChecksumException">All files are there, but one has other content.</exception>
    internal byte[][]? TryRead(string folder, out string reason)
    {
        reason = "no such folder";
        if (!Directory.Exists(folder)) return null;
        var paths = Array.ConvertAll(Files, f => f.FindIn(folder));
        var missing = Files.Where((_, i) => paths[i] is null).Select(f => f.Name).ToList();
        reason = missing.Count == Files.Length ? "none of the files is there" : $"{string.Join(", ", missing)} missing";
        return missing.Count > 0 ? null : [.. Files.Select((f, i) => f.ReadVerified(paths[i]!))];
    }
}
