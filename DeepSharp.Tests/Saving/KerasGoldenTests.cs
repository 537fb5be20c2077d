namespace DeepSharp.Tests.Saving;

/// <summary>Files that Keras 3.16 wrote (tools/golden/keras_files.py), with what it computed.</summary>
public sealed class KerasGoldenTests
{
    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", "keras", name);

    [TestCase("dense"), TestCase("recurrent"), TestCase("functional"), TestCase("many"), TestCase("first")]
    public void Load_KerasFile_ComputesWhatKerasDid(string name)
    {
        var model = Model.Load(Golden($"{name}.keras"));
        Same(model, name);
        Assert.That(model.Optimizer.Iterations.Value.Item(), Is.EqualTo(17));
        Assert.That(model.Optimizer.Variables.Skip(2).Where(v => v.DType == DType.Float32).SelectMany(v => v.Value.ToFloats()), Is.All.InRange(0.1f, 1f));
    }

    [TestCase("dense", "Adam"), TestCase("recurrent", "RMSprop"), TestCase("functional", "Nadam"), TestCase("many", "SGD"), TestCase("first", "Adam")]
    public void Load_KerasFile_TrainsAndSaves(string name, string optimizer)
    {
        using var folder = new DeepSharp.Tests.Data.TemporaryFolder();
        var model = Model.Load(Golden($"{name}.keras"));
        Assert.That(model.Optimizer.TypeName, Is.EqualTo(optimizer));
        var arrays = NpyArray.ReadAll(Golden($"{name}.npz"));
        DataSource data = new([.. Arrays(arrays, "x")], [.. Arrays(arrays, "y").Select(y => y + 1)]);
        model.Fit(data, epochs: 2, batchSize: 2);
        model.Save(folder.File("m.keras"));
        SavingSamples.SameState(Model.Load(folder.File("m.keras")), model);
    }

    [Test]
    public void LoadWeights_KerasFile_ComputesWhatKerasDid()
    {
        var model = new Sequential([4]).Dense(4, "relu").GroupNormalization(2)
            .EinsumDense("ab,bc->ac", [6], biasAxes: "c").UnitNormalization().SpectralNormalization(new DeepSharp.Layers.Dense(3));
        model.LoadWeights(Golden("weights.weights.h5"));
        Same(model, "weights");
    }

    private static IEnumerable<Tensor> Arrays(Dictionary<string, Tensor> arrays, string letter) =>
        Enumerable.Range(0, 9).Select(i => arrays.GetValueOrDefault($"{letter}{i}")).TakeWhile(a => a is not null)!;

    private static void Same(Model model, string name)
    {
        var arrays = NpyArray.ReadAll(Golden($"{name}.npz"));
        Tensor[] x = [.. Arrays(arrays, "x")], expected = [.. Arrays(arrays, "y")], y = model.PredictAll(new DataSource([.. x]));
        Assert.That(y.Select(t => t.Shape), Is.EqualTo(expected.Select(t => t.Shape)));
        foreach (var (a, e) in y.Zip(expected)) Assert.That(a.ToFloats().Zip(e.ToFloats()).Max(p => Math.Abs(p.First - p.Second)), Is.LessThan(2e-6));
    }
}
