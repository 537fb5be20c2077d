using DeepSharp.Tests.Data;

namespace DeepSharp.Tests;

public class LossScaleOptimizerTests
{
    private static readonly Tensor s_good = new float[] { -8, 4 }, s_infinite = new[] { float.PositiveInfinity, 1 }, s_nan = new[] { 1, float.NaN };

    /// <summary>Steps on one variable, with gradients as they are.</summary>
    private static Action<Tensor> Steps(Optimizer optimizer, Variable w, bool traced)
    {
        var step = new TracedFunction(g =>
        {
            optimizer.Apply(g, [w]);
            return [];
        });
        return g =>
        {
            if (traced) step.Run(g);
            else optimizer.Apply([g], [w]);
        };
    }

    [Test]
    public void Apply_FiniteGradients_DividesByTheScale([Values] bool traced)
    {
        var w = new Variable(Tensor.From(new float[] { 1, 1 }));
        var optimizer = new LossScaleOptimizer(new SGD(1.0), initialScale: 8);
        Assert.That(optimizer.ScaleLoss(Tensor.Scalar(3f)).Item(), Is.EqualTo(24));
        Steps(optimizer, w, traced)(s_good);
        Assert.That(w.Value.ToDoubles(), Is.EqualTo((double[])[2, 0.5]));
        Assert.That(optimizer.Iterations.Value.Item(), Is.EqualTo(1));
        Assert.That(optimizer.StepCounter.Value.Item(), Is.EqualTo(1));
    }

    [Test]
    public void Apply_GradientNotFinite_SkipsTheStepAndHalvesTheScale([Values] bool traced, [Values] bool nan)
    {
        var w = new Variable(Tensor.From(new float[] { 1, 1 }));
        var optimizer = new LossScaleOptimizer(new Adam(new ExponentialDecay(0.1, 1, 0.5), weightDecay: 0.1, useEma: true), initialScale: 8);
        var step = Steps(optimizer, w, traced);
        step(s_good);
        var before = optimizer.InnerOptimizer.Variables.Append(w).Select(v => v.Value.ToDoubles()).ToArray();
        step(nan ? s_nan : s_infinite);
        Assert.That(optimizer.InnerOptimizer.Variables.Append(w).Select(v => v.Value.ToDoubles()), Is.EqualTo(before));
        Assert.That(optimizer.DynamicScale.Value.Item(), Is.EqualTo(4));
        Assert.That(optimizer.StepCounter.Value.Item(), Is.Zero);
        step(s_good);
        Assert.That(w.Value.ToDoubles(), Is.Not.EqualTo(before[^1]), "a good step counts again");
    }

    [Test]
    public void Apply_EnoughGoodSteps_DoublesTheScale([Values] bool traced)
    {
        var w = new Variable(Tensor.From(new float[] { 1, 1 }));
        var optimizer = new LossScaleOptimizer(new SGD(1.0), initialScale: 8, dynamicGrowthSteps: 3);
        var step = Steps(optimizer, w, traced);
        var scales = new List<double>();
        foreach (var g in (Tensor[])[s_good, s_good, s_good, s_good, s_good, s_nan, s_good, s_good, s_good])
        {
            step(g);
            scales.Add(optimizer.DynamicScale.Value.Item());
        }
        Assert.That(scales, Is.EqualTo((double[])[8, 8, 16, 16, 16, 8, 8, 8, 16]));
    }

    [Test]
    public void Apply_ScaleAtItsEnd_StaysFinite()
    {
        var w = new Variable(Tensor.Zeros([2]));
        var optimizer = new LossScaleOptimizer(new SGD(1.0), initialScale: Math.Pow(2, 127), dynamicGrowthSteps: 1);
        optimizer.Apply([s_good], [w]);
        Assert.That(optimizer.DynamicScale.Value.Item(), Is.EqualTo(Math.Pow(2, 127)));
    }

    [Test]
    public void Apply_AccumulatedAndSkipped_KeepsTheSum()
    {
        var w = new Variable(Tensor.Zeros([2]));
        var optimizer = new LossScaleOptimizer(new SGD(1.0, gradientAccumulationSteps: 2), initialScale: 1);
        // The scale is halved after the bad step, so the same true gradient comes half as large.
        foreach (var g in (Tensor[])[s_good, s_nan, s_good * 0.5]) optimizer.Apply([g], [w]);
        Assert.That(w.Value.ToDoubles(), Is.EqualTo((double[])[8, -4]));
    }

    [Test]
    public void Fit_ScaledInnerOptimizer_TrainsAsWithoutScale([Values] bool eager)
    {
        static Model Compiled(Optimizer optimizer, bool eager)
        {
            Seeds.Set(3);
            return new Sequential([2]).Dense(3).Dense(1).Compile(optimizer, "mse", runEagerly: eager);
        }
        var x = Tensor.From([1f, 2, 3, 4, -1, 2, 0.5f, 1], [4, 2]);
        var y = Tensor.From([1f, 0, 2, 1], [4, 1]);
        var (plain, scaled) = (Compiled(new SGD(0.01), eager), Compiled(new LossScaleOptimizer(new SGD(0.01)), eager));
        plain.Fit((x, y), epochs: 3, verbose: Verbosity.Silent, shuffle: false);
        scaled.Fit((x, y), epochs: 3, verbose: Verbosity.Silent, shuffle: false);
        // A scale that is a power of two changes no digit.
        for (int i = 0; i < plain.Weights.Count; i++)
            Assert.That(scaled.Weights[i].Value.ToDoubles(), Is.EqualTo(plain.Weights[i].Value.ToDoubles()));
        Assert.That(scaled.Optimizer.Iterations.Value.Item(), Is.EqualTo(3));
        Assert.That((double)scaled.Optimizer.LearningRate, Is.EqualTo(0.01).Within(1e-9));
    }

    [Test]
    public void Variables_StandInKerasOrder()
    {
        var optimizer = new LossScaleOptimizer(new SGD(0.1, momentum: 0.9));
        optimizer.Build([new(Tensor.Zeros([1]), "a")]);
        Assert.That(optimizer.Variables.Select(v => v.Name),
            Is.EqualTo((string[])["iteration", "learning_rate", "step_counter", "dynamic_scale", "iteration", "learning_rate", "a_momentum"]));
    }

    [Test]
    public void KerasJson_RoundTrips()
    {
        var json = KerasJson.Write(new LossScaleOptimizer(new Adam(0.01, clipnorm: 1.0), initialScale: 4, name: "scaled"));
        Assert.That(json["config"]!.Children<Newtonsoft.Json.Linq.JProperty>().Select(p => p.Name),
            Is.EqualTo((string[])["name", "inner_optimizer", "initial_scale", "dynamic_growth_steps"]));
        var again = KerasJson.Read<Optimizer>(json);
        Assert.That(KerasJson.Write(again).ToString(), Is.EqualTo(json.ToString()));
        Assert.That(again.ToString(), Is.EqualTo("LossScaleOptimizer(Adam(0.01, clipnorm: 1), initialScale: 4)"));
        json["config"]!["use_ema"] = true;
        Assert.That(() => KerasJson.Read<Optimizer>(json), Throws.TypeOf<ConfigException>().With.Message.Contains("use_ema"));
    }

    [Test]
    public void SaveAndLoad_GoesOnAsIfNeverStopped()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("scaled.keras");
        var model = new Sequential([2]).Dense(1).Compile(new LossScaleOptimizer(new Adam(0.1), dynamicGrowthSteps: 3), "mse");
        var data = (Tensor.Ones([4, 2]).Contiguous(), Tensor.Zeros([4, 1]).Contiguous());
        model.Fit(data, epochs: 2, verbose: Verbosity.Silent);
        model.Save(path);
        var back = Model.Load(path);
        foreach (var m in (Model[])[model, back]) m.Fit(data, epochs: 2, verbose: Verbosity.Silent);
        Assert.That(back.Weights[0].Value.ToDoubles(), Is.EqualTo(model.Weights[0].Value.ToDoubles()));
        Assert.That(((LossScaleOptimizer)back.Optimizer).DynamicScale.Value.Item(), Is.EqualTo(65536));
    }

    [Test]
    public void Constructor_BadSettings_Throws() => Assert.Multiple(() =>
    {
        Assert.That(() => new LossScaleOptimizer(new SGD(), initialScale: 0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "LossScaleOptimizer: initialScale must be more than 0 and finite, got 0."));
        Assert.That(() => new LossScaleOptimizer(new SGD(), dynamicGrowthSteps: 0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "LossScaleOptimizer: dynamicGrowthSteps must be 1 or more, got 0."));
        Assert.That(() => new LossScaleOptimizer(new LossScaleOptimizer(new SGD())),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("give the optimizer inside it"));
        Assert.That(new LossScaleOptimizer(new SGD(lossScaleFactor: 4)).InnerOptimizer.LossScaleFactor, Is.Null);
        Assert.That(typeof(LossScaleOptimizer).GetConstructors(), Has.Length.EqualTo(1), "the settings of every optimizer belong to the inner one");
    });
}
