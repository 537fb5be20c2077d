using DeepSharp.Layers;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class LoraTests
{
    private static readonly object[] s_layers =
    [
        new TestCaseData((Func<Layer>)(() => new Dense(5)), Samples.Uniform([3, 4]).Cast(DType.Float32), "bias[5] lora_kernel_a[4, 2] lora_kernel_b[2, 5] kernel[4, 5]").SetName("Dense"),
        new TestCaseData((Func<Layer>)(() => new Conv1D(6, 3)), Samples.Uniform([2, 7, 4]).Cast(DType.Float32), "bias[6] lora_kernel_a[3, 4, 2] lora_kernel_b[2, 6] kernel[3, 4, 6]").SetName("Conv1D"),
        new TestCaseData((Func<Layer>)(() => new Conv2D(6, 3)), Samples.Uniform([2, 7, 6, 4]).Cast(DType.Float32), "bias[6] lora_kernel_a[3, 3, 4, 2] lora_kernel_b[2, 6] kernel[3, 3, 4, 6]").SetName("Conv2D"),
        new TestCaseData(
            (Func<Layer>)(() => new EinsumDense("abc,cde->abde", [3, 2, 5], biasAxes: "de")), Samples.Uniform([2, 3, 4]).Cast(DType.Float32),
            "bias[2, 5] lora_kernel_a[4, 2, 2] lora_kernel_b[2, 5] kernel[4, 2, 5]").SetName("EinsumDense"),
        new TestCaseData((Func<Layer>)(() => new Embedding(9, 4)), Tensor.From([0, 3, 8, 3], [2, 2]), "lora_embeddings_a[9, 2] lora_embeddings_b[2, 4] embeddings[9, 4]").SetName("Embedding"),
    ];

    [TestCaseSource(nameof(s_layers))]
    public void EnableLora_ChangesNothing_UntilItsWeightsAreTrained(Func<Layer> make, Tensor x, string weights)
    {
        var layer = make();
        var before = layer.Apply(x);
        layer.AddLora(2, 6, null, null);
        Close.Identical("at first", [before], [layer.Apply(x)]);
        Assert.That(string.Join(" ", layer.Weights.Select(w => w.Name + w.Shape)), Is.EqualTo(weights));
        var lora = layer.LoraWeights;
        Assert.That(lora[0].Value.Abs().Max().Item(), Is.GreaterThan(0));

        lora[1].Assign(Samples.Uniform(lora[1].Shape, seed: 4).Cast(DType.Float32));
        var kernel = ((ILoraLayer)layer).LoraTarget!;
        var change = lora[0].Value.Reshape([Dim.Any, 2]).MatMul(lora[1]).Reshape(kernel.Shape) * 3;
        var plain = make();
        plain.Apply(x);
        var (a, b) = (plain.Weights, layer.Weights.Where(w => w != kernel && !lora.Contains(w)).ToList());
        a[0].Assign(kernel.Value + change);
        for (int i = 0; i < b.Count; i++) a[i + 1].Assign(b[i].Value);
        Close.Same("kernel + alpha / rank · a · b", plain.Apply(x), layer.Apply(x), 1e-5);

        layer.MergeChange();
        Close.Same("merged", plain.Apply(x), layer.Apply(x), 1e-5);
        Assert.That(layer.Weights.Select(w => w.Name + w.Shape), Is.EqualTo(plain.Weights.Select(w => w.Name + w.Shape)));
        Assert.That(layer.TrainableWeights, Is.EqualTo(layer.Weights));
    }

    [TestCaseSource(nameof(s_layers))]
    public void Gradients_ReachBothFactors(Func<Layer> make, Tensor x, string weights)
    {
        var layer = make();
        layer.Apply(x);
        layer.AddLora(2, null, null, null);
        layer.LoraWeights[1].Assign(Samples.Uniform(layer.LoraWeights[1].Shape, seed: 4).Cast(DType.Float32));
        using var tape = new GradientTape();
        var gradients = tape.Gradient(layer.Apply(x).Square().Sum(), layer.LoraWeights);
        Assert.That(gradients.Select(g => g.Abs().Max().Item()), Is.All.GreaterThan(0));
    }

    [Test]
    public void EnableLora_OnOneLayer_KeepsItsBiasTrainable()
    {
        var dense = new Dense(3).EnableLora(2, alpha: 4);
        Assert.That((dense.LoraRank, dense.LoraAlpha), Is.EqualTo((2, 4)), "also before the weights are made");
        dense.Apply(Samples.Uniform([2, 5]).Cast(DType.Float32));
        Assert.That(dense.TrainableWeights.Select(w => w.Name), Is.EqualTo(new[] { "bias", "lora_kernel_a", "lora_kernel_b" }));
        Assert.That(new Dense(3).EnableLora(2).LoraAlpha, Is.EqualTo(2), "the rank if not given");
        Assert.That(new Dense(3).LoraRank, Is.Null);
    }

    [Test]
    public void EnableLora_BadUse_IsRejected()
    {
        var dense = new Dense(3) { Name = "d" };
        Assert.That(() => dense.EnableLora(0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Dense(3) 'd': the rank of LoRA must be 1 or more, got 0."));
        Assert.That(() => dense.EnableLora(2).EnableLora(2), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Dense(3) 'd' has LoRA of rank 2 already. Call MergeLora first."));
        Assert.That(() => new Dense(3) { Name = "e" }.MergeLora(), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Dense(3) 'e' has no LoRA to merge. Call EnableLora first."));
        Assert.That(() => new Dense(3, kernelConstraint: new NonNeg()).EnableLora(2).Apply(Samples.Uniform([2, 5]).Cast(DType.Float32)),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("LoRA cannot go with a constraint"));
        Assert.That(() => new Sequential([3]).LayerNormalization().EnableLora(2), Throws.TypeOf<InvalidValueException>().With.Message.Contains("has no layer to adapt"));
        Assert.That(() => new Sequential([3]).Dense(1).MergeLora(), Throws.TypeOf<InvalidValueException>().With.Message.Contains("has no LoRA to merge"));
    }

    private static Sequential Small() => new Sequential([4]).Dense(8, activation: Relu, name: "a").BatchNormalization().Dense(1, name: "b");

    private static readonly Tensor s_x = Samples.Uniform([32, 4]).Cast(DType.Float32), s_y = s_x.Sum(1, keepDims: true);

    [TestCase(false)]
    [TestCase(true)]
    public void Fit_AdaptedModel_TrainsOnlyTheChanges(bool runEagerly)
    {
        var model = Small();
        model.EnableLora(2).Compile(new Adam(0.05), MeanSquaredError, runEagerly: runEagerly);
        var before = model.Weights.ToDictionary(w => w, w => w.Value.ToDoubles());
        Assert.That(model.TrainableWeights.Select(w => w.Path), Is.EqualTo(new[] { "a/lora_kernel_a", "a/lora_kernel_b", "b/lora_kernel_a", "b/lora_kernel_b" }));
        var history = model.Fit((s_x, s_y), epochs: 20, verbose: Verbosity.Silent);
        Assert.That(history["loss"][^1], Is.LessThan(history["loss"][0] * 0.8));
        foreach (var w in model.Weights)
            Assert.That(w.Value.ToDoubles(), w.Name.StartsWith("lora") ? Is.Not.EqualTo(before[w]) : Is.EqualTo(before[w]), w.Path);

        var adapted = model.Predict(s_x);
        model.MergeLora().Compile("adam", MeanSquaredError);
        Close.Same("merged", adapted, model.Predict(s_x), 1e-5);
        Assert.That(model.Weights.Select(w => w.Name), Has.None.StartsWith("lora"));
    }

    [Test]
    public void Json_HoldsRankAndAlpha_AsKerasWritesThem()
    {
        var json = KerasJson.Write(new Dense(3).EnableLora(2, alpha: 8));
        Assert.That(KerasJson.Print(json["config"]!["lora_rank"]!) + KerasJson.Print(json["config"]!["lora_alpha"]!), Is.EqualTo("28"));
        var again = (Dense)KerasJson.Read<Layer>(json);
        Assert.That((again.LoraRank, again.LoraAlpha), Is.EqualTo((2, 8)));
        Assert.That(KerasJson.Print(KerasJson.Write(again)), Is.EqualTo(KerasJson.Print(json)));
        Assert.That(((Newtonsoft.Json.Linq.JObject)KerasJson.Write(new Dense(3))["config"]!).ContainsKey("lora_rank"), Is.False);
    }

    [Test]
    public void Save_WritesMergedKernels_AndLoadStartsNewChanges()
    {
        using var folder = new Data.TemporaryFolder();
        var model = Small();
        model.EnableLora(2, alpha: 3).Compile(new Adam(0.05), MeanSquaredError);
        model.Fit((s_x, s_y), epochs: 3, verbose: Verbosity.Silent);
        var expected = model.Predict(s_x);

        model.Save(folder.File("m.keras"));
        var again = (Sequential)Model.Load(folder.File("m.keras"));
        Close.Same("loaded", expected, again.Predict(s_x), 1e-5);
        Assert.That(((Dense)again.GetLayer("a")).LoraRank, Is.EqualTo(2));
        Assert.That(again.GetLayer("a").LoraWeights[1].Value.Abs().Max().Item(), Is.Zero);
        Assert.That(again.GetLayer("a").LoraWeights[0].Value.Abs().Max().Item(), Is.GreaterThan(0));
        Assert.That(again.Fit((s_x, s_y), epochs: 5, verbose: Verbosity.Silent)["loss"], Is.Ordered.Descending);

        model.SaveWeights(folder.File("m.safetensors"));
        var plain = Small();
        plain.LoadWeights(folder.File("m.safetensors"));
        Close.Same("weights in a model without LoRA", expected, plain.Predict(s_x), 1e-5);
    }

    [Test]
    public void Kernel16Bit_GetsAChangeInFloat32()
    {
        var dense = new Dense(3) { DTypePolicy = "bfloat16" }.EnableLora(2);
        dense.Apply(Samples.Uniform([2, 5]).Cast(DType.Float32));
        Assert.That(dense.Weights.Select(w => w.DType), Is.EqualTo(new[] { DType.BFloat16, DType.Float32, DType.Float32, DType.BFloat16 }));
        dense.MergeLora();
        Assert.That(dense.Weights.Select(w => w.DType), Is.All.EqualTo(DType.BFloat16));
    }

    [Test]
    public void Mixed_ChangeIsComputedInTheLayersType()
    {
        var dense = new Dense(3) { DTypePolicy = "mixed_bfloat16" };
        var x = Samples.Uniform([2, 5]).Cast(DType.Float32);
        dense.Apply(x);
        dense.EnableLora(2);
        Assert.That(dense.Apply(x).DType, Is.EqualTo(DType.BFloat16));
        Assert.That(dense.Weights.Select(w => w.DType), Is.All.EqualTo(DType.Float32));
    }
}
