namespace DeepSharp;

/// <summary>Finds a data set: where the caller says, in DEEPSHARP_DATA, in the cache, or on the network, in this order.</summary>
internal sealed class DatasetStore(DatasetEnvironment environment)
{
    // One download at a time in this process; other processes are kept apart by the names of the partial files.
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>The verified, uncompressed content of each file of <paramref name="set"/>, in its order.</summary>
    /// <param name="set">What to find.</param>
    /// <param name="path">The folder that holds it; nothing else is searched then.</param>
    /// <param name="progress">Told the number of bytes downloaded so far.</param>
    /// <param name="cancellationToken">Ends a download early; nothing of it stays.</param>
    /// <exception cref="DatasetNotFoundException">It is nowhere, and could not be downloaded.</exception>
    /// <exception cref="DatasetChecksumException">A folder named by the user holds other content under the expected names.</exception>
    internal async Task<byte[][]> OpenAsync(DatasetSource set, string? path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var tried = new List<string>();
        if (path is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
            return Search(set, path, "path", tried) ?? throw NotFound(set, tried,
                $"give {set.Method} the folder that holds these files, or call it without a path to search " +
                $"{DatasetEnvironment.DataVariable}, the cache and the network.");
        }

        if (environment.Value(DatasetEnvironment.DataVariable) is { } root)
        {
            if (Search(set, root, DatasetEnvironment.DataVariable, tried) is { } found) return found;
        }
        else tried.Add($"{DatasetEnvironment.DataVariable}: not set");

        var folder = Path.Combine(environment.CacheRoot, set.Folders[0]);
        if (ReadCache(set, folder, out var reason) is { } cached) return cached;
        tried.Add($"cache {folder}: {reason}");
        return await DownloadAsync(set, folder, tried, progress, cancellationToken).ConfigureAwait(false);
    }

    private static byte[][]? Search(DatasetSource set, string root, string origin, List<string> tried)
    {
        foreach (var folder in set.CandidatesIn(root))
        {
            string reason;
            try
            {
                if (set.TryRead(folder, out reason) is { } content) return content;
            }
            catch (DatasetChecksumException e) when (origin == DatasetEnvironment.DataVariable && folder == root)
            {
                // The variable serves all sets, and several sets have the same file names: this may be another one's folder.
                reason = e.Message;
            }
            tried.Add($"{origin} {folder}: {reason}");
        }
        return null;
    }

    private async Task<byte[][]> DownloadAsync(
        DatasetSource set, string folder, List<string> tried, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Another thread may have fetched it while this one waited.
            if (ReadCache(set, folder, out _) is { } cached) return cached;
            using var download = new DatasetDownload(environment.Network(), progress);
            foreach (var file in set.Files)
                await download.FetchAsync(file, set.Mirrors, folder, tried, cancellationToken).ConfigureAwait(false);
            return ReadCache(set, folder, out var reason) ??
                throw new IOException($"{folder} changed while {set.Title} was downloaded: {reason}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tried.Add($"download into {folder}: {e.Message}");
            throw NotFound(set, tried,
                $"put these files into a folder and set {DatasetEnvironment.DataVariable} to it " +
                $"(or to a folder with '{set.Folders[0]}' in it), or call {set.Method}(path); or run once with a network connection, " +
                $"which fills the cache (moved by {DatasetEnvironment.CacheVariable}). Datasets.SyntheticDigits needs no files.", e);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>As <see cref="DatasetSource.TryRead"/>, but a damaged file only counts as missing: the cache is ours to mend.</summary>
    private static byte[][]? ReadCache(DatasetSource set, string folder, out string reason)
    {
        try
        {
            return set.TryRead(folder, out reason);
        }
        catch (DatasetChecksumException e)
        {
            reason = e.Message;
            return null;
        }
    }

    private static DatasetNotFoundException NotFound(DatasetSource set, List<string> tried, string remedy, Exception? inner = null) =>
        new(set.Title, [.. set.Files.Select(f => f.Name)], tried, remedy, inner);
}
