namespace DeepSharp.Tests.Data.Datasets;

public class DatasetStoreTests
{
    private TinySet _set = null!;

    [SetUp]
    public void SetUp() => _set = new TinySet();

    [TearDown]
    public void TearDown() => _set.Dispose();

    [TestCase(true, "-")]
    [TestCase(false, "-")]
    [TestCase(true, ".")]
    [TestCase(false, ".")]
    public async Task Open_PathIsTheFolder_ReadsEverySpelling(bool gzip, string separator) =>
        Assert.That(await _set.OpenAsync(_set.Place("here", gzip, separator: separator)), Is.EqualTo(TinySet.Content));

    [TestCase("here/tiny")]
    [TestCase("here/Tiny/raw")]
    public async Task Open_PathHoldsTheFolder_ReadsIt(string place)
    {
        _set.Place(place);
        Assert.That(await _set.OpenAsync(_set.Folder("here")), Is.EqualTo(TinySet.Content));
    }

    [Test]
    public async Task Open_PathAndVariable_PathWins()
    {
        // The wrong content in the other place would be refused if it were read.
        _set.Place("data/tiny", content: "otherwise!");
        _set.SetVariable("DEEPSHARP_DATA", "data");
        Assert.That(await _set.OpenAsync(_set.Place("here")), Is.EqualTo(TinySet.Content));
    }

    [Test]
    public void Open_PathWithoutFiles_ThrowsAndLooksNowhereElse()
    {
        _set.Place("data/tiny");
        _set.SetVariable("DEEPSHARP_DATA", "data");
        var e = Assert.ThrowsAsync<DatasetNotFoundException>(() => _set.OpenAsync(_set.Folder("nowhere")))!;
        Assert.That(e.PlacesTried, Is.EqualTo(new[]
        {
            $"path {Path.Combine(_set.Folder("nowhere"), "tiny")}: no such folder",
            $"path {Path.Combine(_set.Folder("nowhere"), "Tiny/raw")}: no such folder",
            $"path {_set.Folder("nowhere")}: no such folder",
        }));
        Assert.That(_set.Requests, Is.Empty);
    }

    [TestCase("data")]
    [TestCase("data/tiny")]
    public async Task Open_VariableAndCache_VariableWins(string place)
    {
        _set.Place(place);
        _set.SetVariable("DEEPSHARP_DATA", "data");
        _set.Place("local/DeepSharp/datasets/tiny", content: "otherwise!");
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Is.Empty);
    }

    [Test]
    public async Task Open_VariableWithoutTheSet_TakesTheCache()
    {
        Directory.CreateDirectory(_set.Folder("data"));
        _set.SetVariable("DEEPSHARP_DATA", "data");
        _set.Place("local/DeepSharp/datasets/tiny");
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Is.Empty);
    }

    [Test]
    public async Task Open_CacheVariable_MovesTheCache()
    {
        _set.SetVariable("DEEPSHARP_CACHE", "elsewhere");
        _set.Place("elsewhere/datasets/tiny");
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
        Assert.That(_set.Requests, Is.Empty);
    }

    [Test]
    public async Task Open_VariableIsAnotherSetsFolder_GoesOn()
    {
        _set.Place("data", content: "other set!");
        _set.SetVariable("DEEPSHARP_DATA", "data");
        _set.Place("local/DeepSharp/datasets/tiny");
        Assert.That(await _set.OpenAsync(), Is.EqualTo(TinySet.Content));
    }

    [TestCase("other text", "SHA-256")]
    [TestCase("cut", "got 3 bytes")]
    [TestCase("far too long a text", "got more")]
    public void Open_WrongContentInAUsersFolder_IsRefused(string content, string reason)
    {
        var folder = _set.Place("data/tiny", content: content);
        _set.SetVariable("DEEPSHARP_DATA", "data");
        var fromVariable = Assert.ThrowsAsync<DatasetChecksumException>(() => _set.OpenAsync())!;
        var fromPath = Assert.ThrowsAsync<DatasetChecksumException>(() => _set.OpenAsync(folder))!;
        Assert.That(fromVariable.Message, Is.EqualTo(fromPath.Message));
        Assert.That(fromPath.Message, Does.Contain(reason).And.Contain("replace it, or remove it"));
        Assert.That(fromPath.File, Is.EqualTo(Path.Combine(folder, "images-idx3-ubyte.gz")));
    }

    [Test]
    public void Open_DamagedGzip_IsRefused()
    {
        var folder = _set.Place("here");
        File.WriteAllBytes(Path.Combine(folder, "labels-idx1-ubyte.gz"), [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        Assert.That(() => _set.OpenAsync(folder),
            Throws.TypeOf<DatasetChecksumException>().With.Message.Contains("expected intact gzip data"));
    }

    [Test]
    public void Open_OneFileMissing_SaysWhich()
    {
        var folder = _set.Place("here");
        File.Delete(Path.Combine(folder, "labels-idx1-ubyte.gz"));
        Assert.That(() => _set.OpenAsync(folder),
            Throws.TypeOf<DatasetNotFoundException>().With.Message.Contains($"path {folder}: labels-idx1-ubyte missing"));
    }

    [Test]
    public void Open_EmptyPath_Throws() => Assert.That(() => _set.OpenAsync(" "), Throws.ArgumentException);

    [Test]
    public void Open_NowhereAndOffline_NamesFilesPlacesAndRemedy()
    {
        var e = Assert.ThrowsAsync<DatasetNotFoundException>(() => _set.OpenAsync())!;
        const string remedy = "put these files into a folder and set DEEPSHARP_DATA to it (or to a folder with 'tiny' in it), " +
            "or call Datasets.Tiny(path); or run once with a network connection, which fills the cache (moved by DEEPSHARP_CACHE). " +
            "Datasets.SyntheticDigits needs no files.";
        Assert.That(e.Message, Is.EqualTo($"""
            The data set Tiny was not found.
              Looked for: images-idx3-ubyte, labels-idx1-ubyte (each plain or as .gz).
              Tried:
                DEEPSHARP_DATA: not set
                cache {_set.CacheFolder}: no such folder
                https://one.test/tiny/images-idx3-ubyte.gz: no network in this test
                https://two.test/tiny/images-idx3-ubyte.gz: no network in this test
                download into {_set.CacheFolder}: no mirror gave images-idx3-ubyte.
              Remedy: {remedy}
            """));
        Assert.That(Directory.EnumerateFiles(_set.CacheFolder), Is.Empty);
    }
}
