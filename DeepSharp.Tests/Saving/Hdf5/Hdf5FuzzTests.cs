using DeepSharp.Hdf5;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving.Hdf5;

/// <summary>Damaged HDF5 files are read or refused, with one kind of exception, in bounded time and memory.</summary>
public sealed class Hdf5FuzzTests
{
    /// <summary>What a file of some kilobytes may claim while it is read.</summary>
    private const long MaxBytes = 1 << 28;

    private static readonly string[] s_small = ["old", "new", "chunks_old", "chunks_new", "real", "own"];

    private static readonly Lazy<Dictionary<string, byte[]>> s_files = new(() =>
    {
        using var folder = new TemporaryFolder();
        var files = new Dictionary<string, byte[]> { ["own"] = Own() };
        foreach (string name in (string[])["old", "new", "chunks_old", "chunks_new"])
        {
            H5py.Run(Small, folder.File(name), name);
            files[name] = File.ReadAllBytes(folder.File(name));
        }
        files["real"] = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "keras", "weights.weights.h5"));
        return files;
    });

    /// <summary>Small files in which nearly every byte matters.</summary>
    private const string Small = """
        import h5py, sys, numpy as np
        path, kind = sys.argv[1:]
        with h5py.File(path, 'w', libver='latest' if 'new' in kind else None) as f:
            if 'chunks' in kind:
                for n, chunk, top, filters in [('one', (5, 4), None, {}), ('fix', (2, 2), None, dict(compression='gzip', shuffle=True, fletcher32=True)),
                    ('ext', (2, 2), (None, 4), {}), ('tree', (1, 2), (None, None), dict(compression='gzip'))]:
                    f.create_dataset(n, data=np.arange(20, dtype='f4').reshape(5, 4), chunks=chunk, maxshape=top, **filters)
                f.create_dataset('pages', data=np.arange(3000, dtype='i2'), chunks=(2,))
            else:
                f['layers/dense/vars/0'] = np.arange(6, dtype='f4').reshape(2, 3); f['layers/dense/vars/1'] = np.zeros(3,
                    '>f8'); f['flag'] = np.array([True]); f['half'] = np.float16(2)
                f['layers'].attrs['names'] = ['a', 'bc']; f['layers'].attrs['fixed'] = np.array([b'x',
                    b'yz']); f.attrs['version'] = '3.1'; f.attrs['n'] = np.arange(3)
                f['soft'] = h5py.SoftLink('/layers'); f['text'] = 'hello'
                for i in range(20): f[f'many/{i}'] = np.int32(i); f['many'].attrs[f'a{i}'] = 'v' * i
        """;

    private static byte[] Own()
    {
        var root = new Hdf5GroupNode();
        root.Dataset("a/b", Tensor.Arange(6).Reshape([2, 3]));
        root.Dataset("c", Tensor.Scalar(1f).Cast(DType.BFloat16));
        root.Group("a").Add("name", "x");
        var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        return stream.ToArray();
    }

    [TestCaseSource(nameof(s_small))]
    public void Read_DamagedFile_IsRefusedOrHarmless(string name)
    {
        var good = s_files.Value[name];
        Assert.That(Outcome(good), Is.True, "the file itself is read");
        var random = new Random(3);
        int refused = 0, rounds = FuzzCount.Of(4000);
        for (int round = 0; round < rounds; round++)
        {
            var bytes = FileDamage.Of(random, good);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (!Outcome(bytes)) refused++;
            }
            catch (Exception e)
            {
                throw new AssertionException($"round {round}: {e}");
            }
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"round {round}");
        }
        Assert.That(refused, Is.GreaterThan(rounds / 20));
    }

    /// <summary>The newer structures have checksums; with these set right the damage reaches what stands behind them.</summary>
    [TestCase("new"), TestCase("chunks_new")]
    public void Read_DamagedFileWithProperChecksums_IsRefusedOrHarmless(string name)
    {
        var good = s_files.Value[name];
        var random = new Random(5);
        var places = ChecksumPlaces.Of(good);
        Assert.That(places, Has.Count.GreaterThan(10));
        int rounds = FuzzCount.Of(4000);
        for (int round = 0; round < rounds; round++)
        {
            var (start, end) = places[random.Next(places.Count)];
            var bytes = FileDamage.Of(random, good, start..end);
            if (bytes.Length < good.Length) continue;
            foreach (var (s, e) in places) BitConverter.GetBytes(Lookup3.Of(bytes.AsSpan(s, e - s))).CopyTo(bytes, e);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try { Outcome(bytes); }
            catch (Exception e) { throw new AssertionException($"round {round}: {e}"); }
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"round {round}");
        }
    }

    /// <summary>Reads everything in a file. Whether that went well.</summary>
    private static bool Outcome(byte[] bytes)
    {
        try
        {
            return ModelFileException.Naming("fuzz.h5", () =>
            {
                var root = new Hdf5Content(new ByteSource(new MemoryStream(bytes))).Root;
                Visit(root, [], 0);
                var store = new Hdf5Store((Hdf5Group?)root.Find("layers") ?? root);
                store.Read([.. store.Entries.Select(e => e.Name)]);
                return true;
            });
        }
        catch (ModelFileException) { return false; }
    }

    private static void Visit(Hdf5Object at, HashSet<Hdf5Object> seen, int depth)
    {
        if (!seen.Add(at)) return;
        foreach (string name in at.AttributeNames) at.Attribute(name);
        if (at is Hdf5Dataset { DType: not null } dataset) dataset.Read();
        else if (at is Hdf5Dataset texts) texts.ReadTexts();
        else if (at is Hdf5Group group)
            foreach (string name in group.Names)
                if (depth < 100 && group.Find(name) is { } inner) Visit(inner, seen, depth + 1);
    }
}
