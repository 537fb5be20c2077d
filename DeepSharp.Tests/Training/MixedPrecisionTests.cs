using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Training;

public sealed class MixedPrecisionTests
{
    private static readonly LabelledImages s_digits = Datasets.SyntheticDigits(500, 5), s_test = Datasets.SyntheticDigits(200, 6);

    private static readonly Dictionary<string, (double Loss, double Accuracy)> s_reached = [];

    [TearDown]
    public void Restore() => DTypePolicy.SetGlobal("float32");

    [Test]
    public void Fit_OtherPolicies_ReachWhatFloat32Reaches(
        [Values("mixed_bfloat16", "mixed_float16", "float64")] string policy, [Values("convnet", "perceptron")] string kind)
    {
        var (loss, accuracy) = Train("float32", kind);
        Assert.That(accuracy, Is.GreaterThan(0.6), "float32 learns");
        var other = Train(policy, kind);
        Assert.That(other.Accuracy, Is.EqualTo(accuracy).Within(0.08), $"accuracy in {policy}");
        // In float64 the first weights are other numbers.
        if (policy != "float64") Assert.That(other.Loss, Is.EqualTo(loss).Within(0.2), $"loss in {policy}");
    }

    [Test]
    public void Fit_TracedAndEager_GiveTheSameResultsInMixedPrecision()
    {
        DTypePolicy.SetGlobal("mixed_bfloat16");
        float[][] Weights(bool eager)
        {
            Seeds.Set(1);
            var model = TrainingSamples.Convnet(eager);
            model.Fit(TrainingSamples.Digits.Take(64), batchSize: 32, verbose: Verbosity.Silent);
            return TrainingSamples.Values(model);
        }
        float[][] traced = Weights(false), eager = Weights(true);
        for (int i = 0; i < traced.Length; i++) Assert.That(traced[i], Is.EqualTo(eager[i]).Within(1e-5), $"weight {i}");
    }

    [Test]
    public void Optimizer_SlotsHaveTheVariablesType([Values("mixed_float16", "bfloat16", "float64")] string policy)
    {
        var model = new Sequential([3]).Dense(2, dtype: policy);
        model.Compile(new Adam(), MeanSquaredError);
        var logs = model.TrainOnBatch((TrainingSamples.Noise([8, 3]), TrainingSamples.Noise([8, 2])));
        Assert.That(logs["loss"], Is.GreaterThan(0));
        var expected = new DTypePolicy(policy).VariableDType;
        Assert.That(model.Weights.Select(w => w.DType), Is.All.EqualTo(expected));
        Assert.That(model.Optimizer.Variables.Where(v => v.Name.Contains("momentum") || v.Name.Contains("velocity")).Select(v => v.DType), Is.Not.Empty.And.All.EqualTo(expected));
    }

    [Test]
    public void Compile_MixedFloat16_ScalesTheLoss()
    {
        Sequential Make(string policy) => new Sequential([3]).Dense(2, dtype: policy).Dense(1, dtype: DType.Float32);
        Assert.That(((LossScaleOptimizer)Make("mixed_float16").Compile("adam", MeanSquaredError).Optimizer).InnerOptimizer, Is.TypeOf<Adam>());
        Assert.That(Make("mixed_bfloat16").Compile("adam", MeanSquaredError).Optimizer, Is.TypeOf<Adam>());
        Assert.That(Make("mixed_float16").Compile("adam", MeanSquaredError, autoScaleLoss: false).Optimizer, Is.TypeOf<Adam>());
        var own = new LossScaleOptimizer(new SGD());
        Assert.That(Make("mixed_float16").Compile(own, MeanSquaredError).Optimizer, Is.SameAs(own));
    }

    [Test]
    public void Save_MixedFloat16_GoesOnTrainingAsIfNeverStopped()
    {
        using var folder = new Data.TemporaryFolder();
        var (x, y) = (TrainingSamples.Noise([16, 3]), TrainingSamples.Noise([16, 1], seed: 2));
        var model = new Sequential([3]).Dense(4, activation: Tanh, dtype: "mixed_float16").Dense(1, dtype: DType.Float32);
        model.Compile(new Adam(0.01), MeanSquaredError);
        model.Fit((x, y), epochs: 2, verbose: Verbosity.Silent);
        model.Save(folder.File("m.keras"));
        var again = Model.Load(folder.File("m.keras"));
        Assert.That(((LossScaleOptimizer)again.Optimizer).DynamicScale.Value.Item(), Is.EqualTo(((LossScaleOptimizer)model.Optimizer).DynamicScale.Value.Item()));
        foreach (var m in new[] { model, again }) m.Fit((x, y), epochs: 2, verbose: Verbosity.Silent);
        Close.Identical("weights", model.GetWeights(), again.GetWeights());
    }

    [Test]
    public void Losses_Of16BitPredictions_AreFloat32([Values(DType.Float16, DType.BFloat16)] DType dtype)
    {
        var p = Samples.Uniform([6, 3], 0.1, 1).Cast(dtype);
        var t = Samples.Uniform([6, 3], 0.1, 1, seed: 2).Cast(DType.Float32);
        foreach (Loss loss in new Loss[] { MeanSquaredError, new DeepSharp.Losses.CategoricalCrossentropy(), (Func<Tensor, Tensor, Tensor>)((a, b) => (a - b).Square()) })
        {
            Assert.That(loss.Apply(t, p).DType, Is.EqualTo(DType.Float32));
            Assert.That(loss.Apply(t, p).Item(), Is.EqualTo(loss.Apply(t, p.Cast(DType.Float32)).Item()));
        }
    }

    private static (double Loss, double Accuracy) Train(string policy, string kind)
    {
        string key = $"{policy} {kind}";
        if (s_reached.TryGetValue(key, out var known)) return known;
        Seeds.Set(1);
        DTypePolicy.SetGlobal(policy);
        var model = new Sequential([28, 28, 1]);
        if (kind == "convnet") model.Conv2D(6, 3, strides: 2, activation: Relu).BatchNormalization(momentum: 0.9).MaxPooling2D().Flatten().Dense(10, activation: Softmax);
        else model.Flatten().Dense(32, activation: Relu).LayerNormalization().Dense(10, activation: Softmax);
        model.Compile(new Adam(0.01), SparseCategoricalCrossentropy, [Accuracy]);
        model.Fit(s_digits, batchSize: 32, epochs: 10, verbose: Verbosity.Silent);
        var result = model.Evaluate(s_test, verbose: Verbosity.Silent);
        DTypePolicy.SetGlobal("float32");
        return s_reached[key] = (result["loss"], result["accuracy"]);
    }
}
