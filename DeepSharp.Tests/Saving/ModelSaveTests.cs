using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

public sealed class ModelSaveTests
{
    private static readonly DataSource s_data = (SavingSamples.Data(12, 4), SavingSamples.Data(12, 2, 2));

    [TestCase(false), TestCase(true)]
    public void Load_AfterTraining_GoesOnBitForBit(bool runEagerly)
    {
        using var folder = new TemporaryFolder();
        var model = SavingSamples.Compiled();
        model.Compile(new Rolling(), "mse", runEagerly: runEagerly);
        model.Fit(s_data, batchSize: 4, epochs: 2, shuffle: false);
        model.Optimizer.LearningRate = 0.03;
        model.Save(folder.File("m.keras"));
        var back = Model.Load(folder.File("m.keras"));
        SavingSamples.SameState(back, model);
        Assert.That(back.RunEagerly, Is.EqualTo(runEagerly));
        foreach (var m in new[] { model, back }) m.Fit(s_data, batchSize: 4, epochs: 3, shuffle: false);
        SavingSamples.SameState(back, model);
        Assert.That(back.Optimizer.Iterations.Value.ToInts(), Is.EqualTo((int[])[15]));
        Assert.That(back.StateEntries().Single(e => e.Path == "layers/drift/states/0").Variable.Value.Item(), Is.EqualTo(15 * 0.125));
    }

    [Test]
    public void Load_AdamDropoutAndShuffling_GoesOnBitForBit()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([4]).Add(new DeepSharp.Layers.Dense(16, "relu")).Add(new DeepSharp.Layers.Dropout(0.5)).Add(new DeepSharp.Layers.BatchNormalization()).Add(new DeepSharp.Layers.Dense(2));
        model.Compile(new Adam(0.01), "mse", ["mae", "accuracy"]);
        model.Fit(s_data, batchSize: 4, epochs: 2);
        model.Save(folder.File("m.keras"));
        var back = Model.Load(folder.File("m.keras"));
        foreach (var m in new[] { model, back }) m.Fit(s_data, batchSize: 4, epochs: 3);
        SavingSamples.SameState(back, model);
        Assert.That(back.History!["loss"], Is.EqualTo(model.History!["loss"]));
    }

    [Test]
    public void Save_Compiled_NamesEverythingByKerasPaths()
    {
        var model = SavingSamples.Compiled();
        model.Fit(s_data, shuffle: false);
        Assert.That(model.StateEntries().Select(e => e.Path), Is.EqualTo((string[])
        [
            "layers/dense/vars/0", "layers/dense/vars/1", "layers/dense_1/vars/0", "layers/dense_1/vars/1", "layers/drift/states/0",
            "optimizer/vars/0", "optimizer/vars/1", "optimizer/vars/2", "optimizer/vars/3", "optimizer/vars/4", "optimizer/vars/5",
        ]));
        Assert.That(SavingSamples.Graph().WeightEntries().Select(e => e.Path), Is.EquivalentTo((string[])
        [
            "layers/dense/vars/0", "layers/dense/vars/1", "layers/functional/layers/wrapped/layer/vars/0", "layers/functional/layers/wrapped/layer/vars/1",
            "layers/dense_1/vars/0", "layers/dense_1/vars/1",
        ]));
    }

    [Test]
    public void Load_Graph_PredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        var model = SavingSamples.Graph();
        model.Save(folder.File("m.keras"));
        DataSource data = new([SavingSamples.Data(5, 3), SavingSamples.Data(5, 3, 2)]);
        SavingSamples.Same(Model.Load(folder.File("m.keras")).PredictAll(data), model.PredictAll(data));
    }

    [Test]
    public void Load_ModelThatOverridesCall_PredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        var model = new OwnModel(3);
        var expected = model.PredictAll(SavingSamples.Data(4, 2));
        model.Save(folder.File("m.keras"));
        var back = Model.Load(folder.File("m.keras"));
        Assert.That(back, Is.InstanceOf<OwnModel>());
        SavingSamples.Same(back.PredictAll(SavingSamples.Data(4, 2)), expected);
        Assert.That(model.WeightEntries().Select(e => e.Path), Is.EqualTo((string[])["first/vars/0", "first/vars/1", "second/vars/0", "second/vars/1"]));
    }

    [Test]
    public void Load_LayerFrozenAfterTraining_StillLoads()
    {
        using var folder = new TemporaryFolder();
        var model = SavingSamples.Compiled();
        model.Fit(s_data, shuffle: false);
        model.GetLayer("first").Trainable = false;
        model.Save(folder.File("m.keras"));
        SavingSamples.SameState(Model.Load(folder.File("m.keras")), model);
    }

    [Test]
    public void Load_WithoutCompiling_LeavesTheOptimizerOut()
    {
        using var folder = new TemporaryFolder();
        var model = SavingSamples.Compiled();
        model.Fit(s_data, shuffle: false);
        model.Save(folder.File("m.keras"));
        var back = Model.Load(folder.File("m.keras"), compile: false);
        Assert.That(back.IsCompiled, Is.False);
        SavingSamples.Same(back.PredictAll(s_data), model.PredictAll(s_data));
    }

    [TestCase("w.weights.h5"), TestCase("w.weights.safetensors"), TestCase("w.safetensors"), TestCase("w.keras")]
    public void LoadWeights_IntoAnotherModel_CopiesAll(string name)
    {
        using var folder = new TemporaryFolder();
        var model = SavingSamples.Compiled();
        model.Fit(s_data, shuffle: false);
        if (name.EndsWith(".keras")) model.Save(folder.File(name));
        else model.SaveWeights(folder.File(name));
        var other = SavingSamples.Plain();
        other.LoadWeights(folder.File(name));
        SavingSamples.Same(other.PredictAll(s_data), model.PredictAll(s_data));
    }

    [Test]
    public void LoadWeights_OfAnotherModel_ListsEveryFaultAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        new Sequential([4]).Add(new DeepSharp.Layers.Dense(5)).Add(new DeepSharp.Layers.Dense(3)).Add(new DeepSharp.Layers.Dense(1)).SaveWeights(folder.File("w.safetensors"));
        var model = new Sequential([4]) { Name = "mine" }.Add(new DeepSharp.Layers.Dense(5)).Add(new DeepSharp.Layers.Dense(2)).Add(new Wrapped(new DeepSharp.Layers.Dense(1)));
        var before = model.GetWeights();
        Assert.That(() => model.LoadWeights(folder.File("w.safetensors")), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo(
            $"""
            '{folder.File("w.safetensors")}' cannot be read: the weights do not fit model 'mine':
              - 'layers/dense_1/vars/0' (kernel) has shape [5, 3]; the model needs [5, 2]
              - 'layers/dense_1/vars/1' (bias) has shape [3]; the model needs [2]
              - 'layers/wrapped/layer/vars/0' (kernel) is missing; the model needs float32 [2, 1]
              - 'layers/wrapped/layer/vars/1' (bias) is missing; the model needs float32 [1]
              - 'layers/dense_2/vars/0' is not part of the model; the file has float32 [3, 1]
              - 'layers/dense_2/vars/1' is not part of the model; the file has float32 [1]
            Build the model as it was when the file was written.
            """));
        SavingSamples.Same(model.GetWeights(), before);
    }

    [Test]
    public void Save_WrongEnding_SaysWhichIsRight()
    {
        var model = SavingSamples.Plain();
        const string remedy = " For a whole model use Save and Load with a path such as \"model.keras\", for weights alone SaveWeights and LoadWeights"
            + " with a path such as \"model.weights.h5\".";
        Assert.That(() => model.Save("model.h5"), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo("'model.h5' must end in .keras or .onnx." + remedy));
        Assert.That(() => model.SaveWeights("model.keras"), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo("'model.keras' must end in"
            + " .weights.h5 or .safetensors." + remedy));
        Assert.That(() => Model.Load("model.zip"), Throws.InstanceOf<ModelFileException>().With.Message.EqualTo("'model.zip' must end in .keras or .onnx"
            + " or .h5 or .hdf5 or .json." + remedy));
    }

    [Test]
    public void Save_LayerThatCannotBeRebuilt_IsRefusedBeforeWriting()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([4]).Add(new Nameless { Name = "odd" });
        Assert.That(() => model.Save(folder.File("m.keras")), Throws.InstanceOf<DeepSharpException>().With.Message.EqualTo(
            "Nameless() 'odd' cannot be saved, since its class Nameless could not be rebuilt from the file. Make the class partial and mark it with [Layer], or save only the weights with SaveWeights."));
        Assert.That(Directory.GetFileSystemEntries(folder.Path), Is.Empty);
    }

    [Test]
    public void LoadWeights_ModelWithoutWeights_SaysWhatToDo()
        => Assert.That(() => new Sequential { Name = "empty" }.LoadWeights("w.safetensors"), Throws.InstanceOf<DeepSharpException>().With.Message.EqualTo(
            "Model 'empty' has no weights yet that could be loaded. Give it an input shape, for example new Sequential([4]), or call it on data first."));

    [Test]
    public void Load_ManyAtOnce_AllSucceed()
    {
        using var folder = new TemporaryFolder();
        var model = SavingSamples.Compiled();
        model.Save(folder.File("m.keras"));
        var loaded = new Model[8];
        Parallel.For(0, 8, i => loaded[i] = Model.Load(folder.File("m.keras")));
        foreach (var m in loaded) SavingSamples.SameState(m, model);
    }

    private sealed class Nameless : Layer
    {
        protected override Tensor Call(Tensor x) => x;
    }
}
