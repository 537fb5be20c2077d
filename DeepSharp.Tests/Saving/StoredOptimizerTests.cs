using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

/// <summary>What <c>LoadWeights</c> does with the state of an optimizer in the file.</summary>
[NonParallelizable]
public sealed class StoredOptimizerTests
{
    private static readonly DataSource s_data = (SavingSamples.Data(12, 4), SavingSamples.Data(12, 2, 2));

    private List<string> _told = null!;
    private Action<string>? _before;

    [SetUp]
    public void Listen()
    {
        (_told, _before) = ([], Warnings.Sink);
        Warnings.Sink = _told.Add;
    }

    [TearDown]
    public void Restore() => Warnings.Sink = _before;

    private static Sequential Make(Optimizer optimizer)
    {
        var model = new Sequential([4]) { Name = "mine" }.Dense(5, "tanh").Dense(2);
        model.Compile(optimizer, new DeepSharp.Losses.MeanSquaredError());
        return model;
    }

    private static Sequential Trained(Optimizer optimizer)
    {
        var model = Make(optimizer);
        model.Fit(s_data, batchSize: 4, epochs: 2, shuffle: false, verbose: Verbosity.Silent);
        return model;
    }

    private static void Save(Model model, string path)
    {
        if (path.EndsWith(".keras")) model.Save(path);
        else model.SaveWeights(path);
    }

    [TestCase("m.weights.h5"), TestCase("m.keras")]
    public void LoadWeights_SameOptimizer_GoesOnAsIfNothingHadHappened(string name)
    {
        using var folder = new TemporaryFolder();
        var model = Trained(new Adam(0.02));
        Save(model, folder.File(name));
        var other = Make(new Adam(0.5));
        other.LoadWeights(folder.File(name));
        SavingSamples.SameState(other, model);
        foreach (var m in (Model[])[model, other]) m.Fit(s_data, batchSize: 4, epochs: 1, shuffle: false, verbose: Verbosity.Silent);
        SavingSamples.SameState(other, model);
        Assert.That(_told, Is.Empty);
    }

    [TestCase("dense"), TestCase("recurrent"), TestCase("many")]
    public void LoadWeights_FileOfKeras_RestoresItsOptimizer(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", "keras", $"{name}.keras");
        var (model, whole) = (Model.Load(path, compile: false), Model.Load(path));
        Optimizer made = name switch { "recurrent" => new RMSprop(momentum: 0.9, centered: true), "many" => new SGD(momentum: 0.9, useEma: true), _ => new Adam() };
        Assert.That(made, Is.InstanceOf(whole.Optimizer.GetType()));
        model.Compile(made, new DeepSharp.Losses.MeanSquaredError());
        model.LoadWeights(path);
        Assert.That((_told, model.Optimizer.Iterations.Value.Item()), Is.EqualTo((new List<string>(), 17)));
        Assert.That(made.Variables, Has.Count.EqualTo(whole.Optimizer.Variables.Count));
        foreach (var (v, w) in made.Variables.Zip(whole.Optimizer.Variables)) Assert.That(v.Value.ToDoubles(), Is.EqualTo(w.Value.ToDoubles()), v.Name);
    }

    private static IEnumerable<TestCaseData> Others()
    {
        TestCaseData Case(string name, Func<Optimizer> optimizer, string fault) => new TestCaseData(optimizer, fault).SetArgDisplayNames(name);
        yield return Case("another class", () => new RMSprop(), "The optimizer RMSprop of model 'mine' keeps its own state: the file has the state of an optimizer named"
            + " 'adam', but it is named 'rm_sprop'.");
        yield return Case("more slots", () => new Adam(amsgrad: true), "The optimizer Adam of model 'mine' keeps its own state: the file has 10 variables of its state, but it has 14.");
        yield return Case("other shapes", () => new Adafactor { Name = "adam" }, "The optimizer Adafactor of model 'mine' keeps its own state: the file has");
    }

    [TestCaseSource(nameof(Others))]
    public void LoadWeights_AnotherOptimizer_KeepsItsStateAndSaysSo(Func<Optimizer> optimizer, string fault)
    {
        using var folder = new TemporaryFolder();
        var model = Trained(new Adam());
        model.SaveWeights(folder.File("m.weights.h5"));
        var other = Trained(optimizer());
        double[][] before = [.. other.Optimizer.Variables.Select(v => v.Value.ToDoubles())];
        other.LoadWeights(folder.File("m.weights.h5"));
        SavingSamples.Same(other.GetWeights(), model.GetWeights());
        Assert.That(other.Optimizer.Variables.Select(v => v.Value.ToDoubles()), Is.EqualTo(before));
        Assert.That(_told.Single(), Does.StartWith(fault));
    }

    [Test]
    public void LoadWeights_OwnFileWithSlotsInAnotherOrder_KeepsItsState()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([3]) { Name = "mine" }.Dense(3).Dense(3);
        model.Compile(new Adam(), new DeepSharp.Losses.MeanSquaredError());
        model.Optimizer.Build([.. model.TrainableWeights.Skip(2), .. model.TrainableWeights.Take(2)]);
        model.Save(folder.File("m.keras"));
        var other = new Sequential([3]) { Name = "mine" }.Dense(3).Dense(3);
        other.Compile(new Adam(0.5), new DeepSharp.Losses.MeanSquaredError());
        other.LoadWeights(folder.File("m.keras"));
        Assert.That((double)other.Optimizer.LearningRate, Is.EqualTo(0.5));
        Assert.That(_told.Single(), Is.EqualTo(
            "The optimizer Adam of model 'mine' keeps its own state: the file has state for other weights, or for the same in another order."));
    }
}
