using System.Text;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

public sealed class AtomicFileTests
{
    [Test]
    public void Write_FailsHalfway_OldFileStaysAndNothingIsLeft()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.keras");
        var model = SavingSamples.Compiled();
        model.Save(path);
        var old = File.ReadAllBytes(path);
        foreach (long room in (long[])[0, 100, 2000, old.Length - 30])
        {
            Assert.That(() => AtomicFile.Write(path, true, s => KerasArchive.Write(new FullStream(s, room), model)), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo(
                $"'{path}' cannot be written: No space left. The file that was there before, if any, is unchanged. Check free space and permissions, or save to another folder."));
            Assert.That(File.ReadAllBytes(path), Is.EqualTo(old));
            Assert.That(Directory.GetFileSystemEntries(folder.Path), Has.Length.EqualTo(1));
        }
    }

    [Test]
    public void Write_OtherError_PassesThroughAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => AtomicFile.Write(folder.File("x"), true, _ => throw new DeepSharpException("no")), Throws.InstanceOf<DeepSharpException>().With.Message.EqualTo("no"));
        Assert.That(Directory.GetFileSystemEntries(folder.Path), Is.Empty);
    }

    [Test]
    public void Write_FolderVanishes_IsTold()
    {
        var folder = new TemporaryFolder();
        Assert.That(() => AtomicFile.Write(folder.File("x"), true, _ => folder.Dispose()), Throws.InstanceOf<ModelFileException>().With.Message.Contains("cannot be written: "));
        Assert.That(() => AtomicFile.Write(folder.File("x"), true, _ => { }), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo(
            $"'{folder.File("x")}' cannot be written: there is no folder '{folder.Path}'. Make it first."));
    }

    [Test]
    public void Write_NotOverwriting_KeepsWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x"), "old");
        Assert.That(() => AtomicFile.Write(folder.File("x"), false, _ => { }), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo(
            $"'{folder.File("x")}' exists already. Give another path, or overwrite: true to replace it."));
        Assert.That(File.ReadAllText(folder.File("x")), Is.EqualTo("old"));
        Assert.That(() => AtomicFile.Write(folder.Path, true, _ => { }), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo($"'{folder.Path}' is a folder. Give the path of a file."));
    }

    [Test]
    public void Write_WhileBeingRead_ReaderKeepsTheOldContent()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x"), "old");
        using var reader = new FileStream(folder.File("x"), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        AtomicFile.Write(folder.File("x"), true, s => s.Write(Encoding.ASCII.GetBytes("new")));
        Assert.That(new StreamReader(reader).ReadToEnd(), Is.EqualTo("old"));
        Assert.That(File.ReadAllText(folder.File("x")), Is.EqualTo("new"));
    }

    [TestCase("", 0u), TestCase("123456789", 0xCBF43926u), TestCase("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Append_KnownText_HasKnownChecksum(string text, uint crc)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Assert.That(Crc32.Append(0, bytes), Is.EqualTo(crc));
        Assert.That(Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, bytes.Length / 3)), bytes.AsSpan(bytes.Length / 3)), Is.EqualTo(crc));
    }

    /// <summary>A disk with little room.</summary>
    private sealed class FullStream(Stream inner, long room) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (inner.Position + count > room) throw new IOException("No space left.");
            inner.Write(buffer, offset, count);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);
    }
}
