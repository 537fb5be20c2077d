namespace DeepSharp.Tests.Data.Datasets;

public class DatasetDownloadTests
{
    private static readonly string[] Published = ["images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"];

    private TinySet _set = null!;

    [SetUp]
    public void SetUp() => _set = new TinySet { Network = TinySet.Serve };

    [TearDown]
    public void TearDown() => _set.Dispose();

    private IEnumerable<string?> Cached => Directory.EnumerateFiles(_set.CacheFolder).Select(Path.GetFileName).Order();

    [Test]
    public async Task Open_Online_DownloadsOnceThenReadsTheCache()
    {
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(Cached, Is.EqualTo(Published));
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Is.EqualTo(Published.Select(file => "https://one.test/tiny/" + file)));
    }

    [Test]
    public async Task Open_MirrorHasPlainFiles_KeepsThemPlain()
    {
        _set.Network = address => new ByteArrayContent(TinySet.Content[address.AbsolutePath.EndsWith("images-idx3-ubyte", StringComparison.Ordinal) ? 0 : 1]);
        var plain = TinySet.Source with { Files = [.. TinySet.Source.Files.Select(f => f with { Ending = "" })] };
        Assert.That(await _set.OpenAsync(source: plain), Is.EqualTo(TinySet.Content));
        Assert.That(Cached, Is.EqualTo(TinySet.Source.Files.Select(f => f.Name)));
    }

    [Test]
    public async Task Open_FirstMirrorFails_TakesTheSecond()
    {
        _set.Network = address => address.Host == "one.test" ? null : TinySet.Serve(address);
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public void Open_ServedContentIsWrong_IsRefusedAndNotKept()
    {
        _set.Network = _ => new StringContent("please log in to this network");
        var e = Assert.ThrowsAsync<DatasetNotFoundException>(() => _set.OpenAsync())!;
        Assert.That(e.Message, Does.Contain("https://two.test/tiny/images-idx3-ubyte.gz: expected 10 bytes (uncompressed), got more"));
        Assert.That(Cached, Is.Empty);
    }

    [Test]
    public void Open_ServerSendsWithoutEnd_StopsEarly()
    {
        _set.Network = _ => new StreamContent(new Endless());
        var e = Assert.ThrowsAsync<DatasetNotFoundException>(() => _set.OpenAsync())!;
        Assert.That(e.Message, Does.Contain("sent more than the 10 bytes of the uncompressed file"));
        Assert.That(Cached, Is.Empty);
    }

    [Test]
    public void Open_ConnectionBreaks_LeavesNothing()
    {
        _set.Network = _ => new StreamContent(new Endless { After = () => throw new IOException("connection reset") });
        var e = Assert.ThrowsAsync<DatasetNotFoundException>(() => _set.OpenAsync())!;
        Assert.That(e.Message, Does.Contain("one.test/tiny/images-idx3-ubyte.gz: connection reset"));
        Assert.That(Cached, Is.Empty);
    }

    [Test]
    public async Task Open_Cancelled_LeavesNothingAndCanBeRepeated()
    {
        using var source = new CancellationTokenSource();
        _set.Network = _ => new StreamContent(new Endless { After = source.Cancel });
        Assert.That(() => _set.OpenAsync(cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Cached, Is.Empty);
        _set.Network = TinySet.Serve;
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
    }

    [Test]
    public async Task Open_DamagedCache_IsMended()
    {
        _set.Place("local/DeepSharp/datasets/tiny");
        File.WriteAllText(Path.Combine(_set.CacheFolder, Published[1]), "damaged");
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Is.EqualTo(new[] { "https://one.test/tiny/labels-idx1-ubyte.gz" }), "the intact file stays");
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void Open_DamagedCacheOffline_SaysSo()
    {
        _set.Place("local/DeepSharp/datasets/tiny", content: "damaged");
        _set.Network = _ => throw new HttpRequestException("no network in this test");
        Assert.That(() => _set.OpenAsync(), Throws.TypeOf<DatasetNotFoundException>().With.Message.Contains("is not the published file"));
    }

    [Test]
    public async Task Open_ManyAtOnce_AllSucceedWithOneDownload()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _set.OpenAsync())));
        Assert.That(results, Is.All.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Has.Count.EqualTo(2));
        Assert.That(Cached, Is.EqualTo(Published));
    }

    [Test]
    public async Task Open_WithProgress_ReportsGrowingBytesUpToTheWhole()
    {
        var reports = new Reports();
        await _set.OpenAsync(progress: reports);
        Assert.That(reports, Is.Ordered.Ascending);
        Assert.That(reports[^1], Is.EqualTo(TinySet.Content.Sum(c => TinySet.Gzip(c).Length)));
    }

    [Test]
    public async Task Open_PartialFilesOfADeadProcess_AreRemovedAfterADay()
    {
        Directory.CreateDirectory(_set.CacheFolder);
        var (old, young) = (Path.Combine(_set.CacheFolder, "old.part"), Path.Combine(_set.CacheFolder, "young.part"));
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        await _set.OpenAsync();
        Assert.That((File.Exists(old), File.Exists(young)), Is.EqualTo((false, true)));
    }

    [Test]
    public void Open_CacheCannotBeMade_SaysSo()
    {
        File.WriteAllText(_set.Folder("local"), "a file where the folder should be");
        Assert.That(() => _set.OpenAsync(),
            Throws.TypeOf<DatasetNotFoundException>().With.Message.Contains($"download into {_set.CacheFolder}: "));
    }

    private sealed class Reports : List<long>, IProgress<long>
    {
        public void Report(long value) => Add(value);
    }

    /// <summary>Gives bytes without end; runs <see cref="After"/> once the first have been read.</summary>
    private sealed class Endless : MemoryStream
    {
        private bool _read;

        internal Action After { get; init; } = () => { };

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read) After();
            _read = true;
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span[..1000].Fill(7);
            return new(1000);
        }
    }
}
