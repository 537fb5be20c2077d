using DeepSharp.Tests.Data;

namespace DeepSharp.Tests;

public class MultiOptimizerTests
{
    private static Variable Named(string name) => new(Tensor.From(new float[] { 1 }), name);

    private static Sequential TwoLayers(Optimizer optimizer)
    {
        var model = new Sequential([2]).Dense(2, name: "encoder").Dense(1, name: "head");
        model.Compile(optimizer, "mse");
        return model;
    }

    private static (Tensor, Tensor) Data => (Tensor.Ones([4, 2]).Contiguous(), Tensor.Zeros([4, 1]).Contiguous());

    [Test]
    public void OptimizerMap_Path_FindsItsOptimizer()
    {
        var (adam, sgd, other) = (new Adam(), new SGD(), new RMSprop());
        var map = new OptimizerMap(other) { ["encoder/layer_0/dense"] = adam, ["encoder/.*"] = sgd, ["decoder"] = adam };
        Assert.Multiple(() =>
        {
            Assert.That(map["encoder/layer_0/dense"], Is.SameAs(adam), "the path itself wins");
            Assert.That(map["encoder/layer_0/attention/query"], Is.SameAs(sgd));
            Assert.That(map["decoder"], Is.SameAs(adam));
            Assert.That(map["decoder/layer_0/dense"], Is.SameAs(other), "an expression must fit the whole path");
            Assert.That(map["my/encoder/x"], Is.SameAs(other));
        });
        map["encoder/.*/query"] = other;
        Assert.That(() => map["encoder/layer_0/query"], Throws.TypeOf<DeepSharpException>().With.Message.StartsWith(
            "OptimizerMap: several entries fit the variable 'encoder/layer_0/query': 'encoder/.*', 'encoder/.*/query'."));
    }

    [Test]
    public void OptimizerMap_BadEntry_Throws() => Assert.Multiple(() =>
    {
        var map = new OptimizerMap(new SGD()) { ["a"] = new SGD() };
        Assert.That(() => map["a"] = new Adam(), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("OptimizerMap: 'a' has an optimizer already."));
        Assert.That(() => map["b"] = new LossScaleOptimizer(new SGD()), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "OptimizerMap: a LossScaleOptimizer cannot be one of several optimizers; wrap the MultiOptimizer instead."));
        Assert.That(() => new OptimizerMap(new MultiOptimizer(map)), Throws.TypeOf<InvalidValueException>());
    });

    [Test]
    public void Apply_EachVariable_GoesByItsOptimizer([Values] bool traced)
    {
        var (a, b, c) = (Named("a"), Named("b"), Named("c"));
        var optimizer = new MultiOptimizer(new OptimizerMap(new SGD(1.0)) { ["b"] = new SGD(0.1, momentum: 0.5) });
        var step = new TracedFunction(g =>
        {
            optimizer.Apply(g, [a, b, c]);
            return [];
        });
        Tensor[] g = [new float[] { 1 }, new float[] { 2 }, new float[] { 4 }];
        for (int i = 0; i < 2; i++)
            if (traced) step.Run(g);
            else optimizer.Apply(g, [a, b, c]);
        Assert.That(new[] { a, b, c }.Select(v => v.Value.Item()), Is.EqualTo((double[])[-1, 1 - 0.2 - 0.3, -7]).Within(1e-6));
        Assert.That(optimizer.Iterations.Value.Item(), Is.EqualTo(2));
        Assert.That(optimizer.Variables.Select(v => v.Name),
            Is.EqualTo((string[])["iteration", "learning_rate", "iteration", "learning_rate", "b_momentum", "iteration", "learning_rate"]));
    }

    [Test]
    public void Apply_LossScaleFactor_ReplacesTheOptimizersOwn()
    {
        var a = Named("a");
        var optimizer = new MultiOptimizer(new OptimizerMap(new SGD(1.0, lossScaleFactor: 16)), lossScaleFactor: 4);
        Assert.That(optimizer.ScaleLoss(Tensor.Scalar(1f)).Item(), Is.EqualTo(4));
        optimizer.Apply([new float[] { 4 }], [a]);
        Assert.That(a.Value.Item(), Is.Zero);
    }

    [Test]
    public void Select_Function_IsAskedOncePerVariable()
    {
        var asked = new List<string>();
        var optimizer = new MultiOptimizer(v =>
        {
            asked.Add(v.Name);
            return v.Name == "a" ? new SGD(1.0) : new SGD(0.5);
        });
        var (a, b) = (Named("a"), Named("b"));
        for (int i = 0; i < 2; i++) optimizer.Apply([new float[] { 1 }, new float[] { 1 }], [a, b]);
        Assert.That(asked, Is.EqualTo((string[])["a", "b"]));
        Assert.That((a.Value.Item(), b.Value.Item()), Is.EqualTo((-1.0, 0.0)));
        Assert.That(() => optimizer.Config, Throws.TypeOf<NotSupportedException>().With.Message.Contains("use an OptimizerMap"));
    }

    [Test]
    public void LearningRate_OfAll_Throws() => Assert.That(() => new MultiOptimizer(new OptimizerMap(new SGD())).LearningRate,
        Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("A MultiOptimizer has no learning rate of its own; read and set those of its Optimizers (sgd)."));

    [Test]
    public void KerasJson_RoundTrips()
    {
        var json = KerasJson.Write(new MultiOptimizer(new OptimizerMap(new Adam(0.01)) { ["encoder/.*"] = new SGD(0.1) }, name: "both"));
        Assert.That(json["config"]!["optimizer_map"]!["config"]!["optimizer_map"]!["encoder/.*"]!["class_name"]!.ToString(), Is.EqualTo("SGD"));
        Assert.That(json["config"]!.Children<Newtonsoft.Json.Linq.JProperty>().Select(p => p.Name),
            Is.EqualTo((string[])["optimizer_map", "loss_scale_factor", "name"]));
        var again = KerasJson.Read<Optimizer>(json);
        Assert.That(KerasJson.Write(again).ToString(), Is.EqualTo(json.ToString()));
        Assert.That(again.ToString(), Is.EqualTo("MultiOptimizer(OptimizerMap('encoder/.*': SGD(0.1), else Adam(0.01)))"));
    }

    [Test]
    public void FitSaveLoad_GoesOnAsIfNeverStopped([Values] bool scaled)
    {
        using var folder = new TemporaryFolder();
        Optimizer optimizer = new MultiOptimizer(new OptimizerMap(new Adam(0.01)) { ["encoder/.*"] = new SGD(0.1, momentum: 0.9) });
        if (scaled) optimizer = new LossScaleOptimizer(optimizer);
        var model = TwoLayers(optimizer);
        model.Fit(Data, epochs: 2, verbose: Verbosity.Silent);
        model.Save(folder.File("multi.keras"));
        var back = Model.Load(folder.File("multi.keras"));
        foreach (var m in (Model[])[model, back]) m.Fit(Data, epochs: 2, verbose: Verbosity.Silent);
        for (int i = 0; i < model.Weights.Count; i++)
            Assert.That(back.Weights[i].Value.ToDoubles(), Is.EqualTo(model.Weights[i].Value.ToDoubles()));
    }

    [Test]
    public void Callbacks_ChangeEachLearningRate()
    {
        var (first, second) = (new SGD(0.5), new SGD(0.25));
        var model = TwoLayers(new MultiOptimizer(new OptimizerMap(second) { ["encoder/.*"] = first }));
        var history = model.Fit(Data, epochs: 2, verbose: Verbosity.Silent, callbacks: [new LearningRateScheduler((_, rate) => rate / 2)]);
        Assert.That(((double)first.LearningRate, (double)second.LearningRate), Is.EqualTo((0.125, 0.0625)));
        Assert.That(history["learning_rate_sgd"], Is.EqualTo((double[])[0.25, 0.125]));
        Assert.That(history["learning_rate_sgd_1"], Is.EqualTo((double[])[0.125, 0.0625]));

        var plateau = new ReduceLROnPlateau("watched", factor: 0.5, patience: 1, mode: MonitorMode.Min, minLr: 0.0625);
        model.Fit(Data, epochs: 3, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onEpochEnd: (_, logs) => logs["watched"] = 1), plateau]);
        Assert.That(((double)first.LearningRate, (double)second.LearningRate), Is.EqualTo((0.0625, 0.0625)), "the second stands at the floor already");
    }
}
