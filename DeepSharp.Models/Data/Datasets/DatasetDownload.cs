namespace DeepSharp;

/// <summary>Downloads files of a data set into the cache: to a partial file, verified, then moved to the final name.</summary>
internal sealed class DatasetDownload : IDisposable
{
    private const string PartialSuffix = ".part";
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly IProgress<long>? _progress;
    private long _received;

    internal DatasetDownload(HttpMessageHandler network, IProgress<long>? progress)
    {
        // The client's own limit would end a slow but steady download; stalls are watched in CopyAsync instead.
        _client = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };
        _progress = progress;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Makes sure that <paramref name="folder"/> holds the file; what fails is noted in <paramref name="tried"/>.</summary>
    /// <exception cref="IOException">No mirror gave the file, or the folder cannot be written.</exception>
    internal async Task FetchAsync(DatasetFile file, Uri[] mirrors, string folder, List<string> tried, CancellationToken cancellationToken)
    {
        if (HasIntact(file, folder)) return;
        Directory.CreateDirectory(folder);
        RemoveAbandoned(folder);
        foreach (var mirror in mirrors)
        {
            var address = new Uri(mirror, file.Name + file.Ending);
            // A name of its own for each attempt: two processes may download the same file at the same time.
            var partial = Path.Combine(folder, $"{file.Name}.{Guid.NewGuid():N}{PartialSuffix}");
            try
            {
                await CopyAsync(address, partial, file.Length, cancellationToken).ConfigureAwait(false);
                file.ReadVerified(partial);
                Publish(partial, file, folder);
                return;
            }
            catch (DatasetChecksumException e)
            {
                tried.Add($"{address}: expected {e.Expected}, got {e.Actual}");
            }
            catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException)
            {
                tried.Add($"{address}: {e.Message}");
            }
            finally
            {
                File.Delete(partial);
            }
        }
        throw new IOException($"no mirror gave {file.Name}.");
    }

    private async Task CopyAsync(Uri address, string path, int plainLength, CancellationToken cancellationToken)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.CancelAfter(Stall);
        try
        {
            using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, watch.Token)
                .ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            await using var source = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            var buffer = new byte[81920];
            int read;
            while ((read = await source.ReadAsync(buffer, watch.Token).ConfigureAwait(false)) > 0)
            {
                watch.CancelAfter(Stall);
                // gzip never makes data much larger: a page that pretends to be the file must not fill the disk.
                if (target.Length + read > plainLength + 65536L)
                    throw new HttpRequestException($"sent more than the {plainLength} bytes of the uncompressed file.");
                await target.WriteAsync(buffer.AsMemory(0, read), watch.Token).ConfigureAwait(false);
                _progress?.Report(_received += read);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no data for {Stall.TotalSeconds} seconds.", e);
        }
    }

    /// <summary>Moves the verified file to its name. A reader of a damaged older one sees the old or the new file, never a half.</summary>
    private static void Publish(string partial, DatasetFile file, string folder)
    {
        var final = Path.Combine(folder, file.Name + file.Ending);
        try
        {
            File.Move(partial, final, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On Windows a file that another process is reading cannot be replaced; that is fine when it is the right one.
            if (!HasIntact(file, folder)) throw;
        }
    }

    private static bool HasIntact(DatasetFile file, string folder)
    {
        if (file.FindIn(folder) is not { } path) return false;
        try
        {
            file.ReadVerified(path);
            return true;
        }
        catch (DatasetChecksumException)
        {
            return false;
        }
    }

    /// <summary>Deletes partial files a killed process left behind: those not written to for a day.</summary>
    private static void RemoveAbandoned(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + PartialSuffix))
            if (File.GetLastWriteTimeUtc(path) < DateTime.UtcNow.AddDays(-1))
                File.Delete(path);
    }
}
