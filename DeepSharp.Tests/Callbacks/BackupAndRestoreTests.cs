using System.Diagnostics;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests;

public class BackupAndRestoreTests
{
    private const string Child = "DEEPSHARP_TEST_BACKUP";

    private static (Tensor X, Tensor Y) Data
    {
        get
        {
            var random = new Random(4);
            return (Tensor.From(Enumerable.Range(0, 20).Select(_ => random.NextSingle()).ToArray(), [10, 2]),
                Tensor.From(Enumerable.Range(0, 10).Select(_ => random.NextSingle()).ToArray(), [10, 1]));
        }
    }

    /// <summary>A model whose training depends on everything that can be random.</summary>
    private static Sequential Fresh(int seed, Optimizer? optimizer = null)
    {
        Seeds.Set(seed);
        var model = new Sequential([2]).Dense(4, activation: Vocabulary.Relu).Dropout(0.3).BatchNormalization().Dense(1);
        model.Compile(optimizer ?? new Adam(0.05), "mse", ["mae"]);
        return model;
    }

    private static History Train(Model model, DataSource data, int? stepsPerEpoch = null, params Callback[] callbacks) =>
        model.Fit(data, batchSize: 2, epochs: 4, stepsPerEpoch: stepsPerEpoch, verbose: Verbosity.Silent, callbacks: callbacks,
            validation: data.Dataset is null ? data : null);

    private static LambdaCallback Stop(int epoch, int batch)
    {
        int now = 0;
        return new(onEpochBegin: e => now = e, onTrainBatchEnd: (b, _) =>
        {
            if (now == epoch && b == batch) throw new TimeoutException("the power is gone");
        });
    }

    private static void AssertSame(Model expected, Model actual)
    {
        var other = actual.StateEntries().ToDictionary(e => e.Path, e => e.Variable.Value.ToDoubles());
        foreach (var (path, variable) in expected.StateEntries()) Assert.That(other[path], Is.EqualTo(variable.Value.ToDoubles()), path);
    }

    [TestCase(0, 1, 3)]
    [TestCase(1, 2, 3)]
    [TestCase(3, 2, 1)]
    [TestCase(5, 1, 4, Description = "the backup is made at the last batch of an epoch")]
    [TestCase(1, 3, 4)]
    public void Fit_Interrupted_GoesOnBitForBit(int saveFreq, int epoch, int batch)
    {
        using var folder = new TemporaryFolder();
        BackupAndRestore Backup() => new(folder.File("backup"), saveFreq == 0 ? SaveFreq.Epoch : saveFreq);
        var whole = Fresh(1);
        var expected = Train(whole, Data);
        Assert.That(() => Train(Fresh(1), Data, null, Backup(), Stop(epoch, batch)), Throws.TypeOf<TimeoutException>());

        var resumed = Fresh(99);
        var history = Train(resumed, Data, null, Backup());
        AssertSame(whole, resumed);
        Assert.That(Directory.Exists(folder.File("backup")), Is.False, "a finished training needs no backup");
        foreach (string name in (string[])["loss", "mae", "val_loss"])
            Assert.That(history[name], Is.EqualTo(expected[name].TakeLast(history.Epochs.Count)), name);
    }

    [Test]
    public void Fit_DatasetInterrupted_GoesOnBitForBit([Values(0, 2)] int saveFreq)
    {
        using var folder = new TemporaryFolder();
        DataSource Shuffled() => Dataset.From(Data.X, Data.Y).Shuffle(10, seed: 3);
        var whole = Fresh(1);
        Train(whole, Shuffled());
        Assert.That(() => Train(Fresh(1), Shuffled(), null, new BackupAndRestore(folder.Path, saveFreq == 0 ? SaveFreq.Epoch : saveFreq), Stop(2, 3)),
            Throws.TypeOf<TimeoutException>());
        var resumed = Fresh(99);
        Train(resumed, Shuffled(), null, new BackupAndRestore(folder.Path));
        AssertSame(whole, resumed);
        Directory.CreateDirectory(folder.Path);
    }

    [Test]
    public void Fit_SeveralPassesInAnEpoch_GoesOnBitForBit()
    {
        using var folder = new TemporaryFolder();
        var whole = Fresh(1);
        Train(whole, Data, 7);
        Assert.That(() => Train(Fresh(1), Data, 7, new BackupAndRestore(folder.File("b"), 2), Stop(1, 6)), Throws.TypeOf<TimeoutException>());
        var resumed = Fresh(99);
        Train(resumed, Data, 7, new BackupAndRestore(folder.File("b"), 2));
        AssertSame(whole, resumed);
    }

    [Test]
    public void Fit_InterruptedTwice_GoesOnBitForBit()
    {
        using var folder = new TemporaryFolder();
        var whole = Fresh(1, new SGD(0.1, momentum: 0.9, useEma: true));
        Train(whole, Data);
        for (int i = 0; i < 2; i++)
            Assert.That(() => Train(Fresh(1 + i, new SGD(0.1, momentum: 0.9, useEma: true)), Data, null, new SwapEMAWeights(swapOnEpoch: true),
                new BackupAndRestore(folder.File("b")), Stop(1 + i, 2)),
                Throws.TypeOf<TimeoutException>());
        var resumed = Fresh(99, new SGD(0.1, momentum: 0.9, useEma: true));
        Train(resumed, Data, null, new SwapEMAWeights(swapOnEpoch: true), new BackupAndRestore(folder.File("b")));
        AssertSame(whole, resumed);
    }

    [Test]
    public void Fit_KilledProcess_GoesOnBitForBit()
    {
        if (Environment.GetEnvironmentVariable(Child) is { } place)
        {
            // This is the child: it trains and is ended by the system in the third epoch.
            int now = 0;
            var kill = new LambdaCallback(onEpochBegin: e => now = e, onTrainBatchEnd: (b, _) =>
            {
                if (now != 2 || b != 3) return;
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            });
            Train(Fresh(1), Data, null, new BackupAndRestore(place, 2), kill);
        }
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BackupAndRestoreTests).Assembly.Location, "--filter",
            $"FullyQualifiedName~{nameof(Fit_KilledProcess_GoesOnBitForBit)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Child] = folder.File("backup") },
        };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        Assert.That(child.WaitForExit(TimeSpan.FromMinutes(5)), "the child did not end");
        Assert.That(child.ExitCode, Is.Not.Zero, output.Result + errors.Result);
        Assert.That(File.Exists(folder.File("backup/latest.backup")), output.Result + errors.Result);

        var (whole, resumed) = (Fresh(1), default(Sequential));
        Train(whole, Data);
        resumed = Fresh(99);
        Train(resumed, Data, null, new BackupAndRestore(folder.File("backup"), 2));
        AssertSame(whole, resumed);
    }

    [Test]
    public void OnTrainBegin_DamagedBackup_TakesTheOneBefore([Values] bool twice)
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => Train(Fresh(1), Data, null, new BackupAndRestore(folder.Path, doubleCheckpoint: twice), Stop(2, 3)),
            Throws.TypeOf<TimeoutException>());
        Assert.That(File.Exists(folder.File("previous.backup")), Is.EqualTo(twice));
        var bytes = File.ReadAllBytes(folder.File("latest.backup"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(folder.File("latest.backup"), bytes);
        var begun = new List<int>();
        var look = new LambdaCallback(onEpochBegin: begun.Add);
        if (twice)
        {
            string told = CallbackRun.Console(() =>
                Train(Fresh(99), Data, null, new BackupAndRestore(folder.Path, doubleCheckpoint: true, deleteCheckpoint: false), look));
            Assert.That(begun, Is.EqualTo((int[])[1, 2, 3]));
            Assert.That(told, Does.StartWith("BackupAndRestore: ").And.Contains("latest.backup' cannot be read").And.Contains("The backup before it is taken."));
        }
        else Assert.That(() => Train(Fresh(99), Data, null, new BackupAndRestore(folder.Path), look),
            Throws.TypeOf<ModelFileException>().With.Message.Contains("cannot be read"));
    }

    [Test]
    public void Fit_FinishedBackupKept_HasNothingToDo()
    {
        using var folder = new TemporaryFolder();
        var first = Fresh(1);
        Train(first, Data, null, new BackupAndRestore(folder.Path, deleteCheckpoint: false));
        var second = Fresh(99);
        var history = Train(second, Data, null, new BackupAndRestore(folder.Path, deleteCheckpoint: false));
        Assert.That(history.Epochs, Is.Empty);
        AssertSame(first, second);
    }

    [Test]
    public void Fit_OtherMetricsThanBefore_Throws()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => Train(Fresh(1), Data, null, new BackupAndRestore(folder.Path, 1), Stop(1, 1)), Throws.TypeOf<TimeoutException>());
        var other = Fresh(1);
        other.Compile(new Adam(0.05), "mse");
        Assert.That(() => Train(other, Data, null, new BackupAndRestore(folder.Path, 1)),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("was compiled with other losses or metrics when the training was interrupted"));
    }

    [Test]
    public void OnTrainBegin_ModelWithoutWeights_Throws()
    {
        Sequential model = [new Layers.Dense(1)];
        model.Compile("sgd", "mse");
        Assert.That(() => Train(model, Data, null, new BackupAndRestore("nowhere")),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("has no weights yet that could be restored"));
        Assert.That(() => new BackupAndRestore(" "),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("BackupAndRestore: backupDir is empty; name a folder."));
    }
}
