using static DeepSharp.Tests.Training.TrainingSamples;

namespace DeepSharp.Tests.Training;

/// <summary>Adds a number to the loss.</summary>
/// <param name="amount">The number.</param>
[Layer]
public sealed partial class Taxing(double amount) : Layer
{
    protected override Tensor Call(Tensor x, CallContext context)
    {
        context.AddLoss(Tensor.Full(Shape.Scalar, Amount));
        return x;
    }
}

/// <summary>Scale and shift around a layer of its own.</summary>
[Layer]
public sealed partial class Affine() : Layer
{
    private readonly DeepSharp.Layers.Dense _inner = new(2) { Name = "inner" };
    private Weight _scale = null!, _count = null!;

    protected override void Build(Shape input)
    {
        _count = AddWeight("count", [], new DeepSharp.Initializers.Zeros(), trainable: false);
        _scale = AddWeight("scale", [2], new DeepSharp.Initializers.Ones());
    }

    protected override Tensor Call(Tensor x, CallContext context)
    {
        if (context.Training) _count.Assign(_count.Value + 1);
        return _inner.Apply(x) * _scale;
    }
}

/// <summary>Trains as usual and logs the largest prediction of the batch, too.</summary>
/// <param name="weight">First weight.</param>
[Layer]
public sealed partial class Outspoken(double weight) : Model
{
    private readonly DeepSharp.Layers.Dense _line = new(1, useBias: false, kernelInitializer: new DeepSharp.Initializers.Constant(weight));

    protected override Tensor Call(Tensor x) => _line.Apply(x);

    protected override IReadOnlyDictionary<string, Tensor> TrainStep(StepData data)
    {
        var (y, _) = Forward(data.X, training: false);
        base.TrainStep(data);
        return new Dictionary<string, Tensor> { ["largest"] = y[0].Max() };
    }
}

public sealed class StepTests
{
    private static readonly DataSource s_data = (Column(1, 2), Column(3, 3));

    [TestCase(false), TestCase(true)]
    public void TrainStep_ExtraResults_AreLogged(bool runEagerly)
    {
        var model = new Outspoken(1);
        model.Compile(new SGD(0.1), "mse", runEagerly: runEagerly);
        Assert.That(model.TrainOnBatch(s_data).ContainsKey("largest"));
        var history = model.Fit(s_data, verbose: Verbosity.Silent, epochs: 2);
        Assert.That(history.Keys, Is.EqualTo(new[] { "largest", "loss" }));
        Assert.That(history["largest"][0], Is.EqualTo(2.8).Within(1e-5));
    }

    [Test]
    public void AddLoss_InACall_IsPartOfTheLoss()
    {
        var model = new Sequential([1]).Dense(1, useBias: false, kernelInitializer: new DeepSharp.Initializers.Constant(1)).Add(new Taxing(0.75));
        model.Compile(new SGD(0), "mse");
        Assert.That(model.TrainOnBatch(s_data)["loss"], Is.EqualTo(3.25));
        Assert.That(model.TestOnBatch(s_data)["loss"], Is.EqualTo(3.25));
    }

    [Test]
    public void Regularizers_OfWeightAndActivity_AddToTheLossAndTheGradient()
    {
        var layer = new DeepSharp.Layers.Dense(1, useBias: false, kernelInitializer: new DeepSharp.Initializers.Constant(1), kernelRegularizer: new L2(0.5)) { ActivityRegularizer = new L1(0.25) };
        var model = new Sequential([1]).Add(layer);
        model.Compile(new SGD(0.1), "mse");
        // 2.5 from the targets, 0.5 · 1² from the weight, 0.25 · (1 + 2) / 2 from the output.
        Assert.That(model.TrainOnBatch(s_data)["loss"], Is.EqualTo(3.375));
        // gradient: −4 + 2 · 0.5 · 1 + 0.25 · 1.5
        Assert.That(Weight(model), Is.EqualTo(1 + 0.1 * 2.625).Within(1e-6));
    }

    [Test]
    public void CustomLayer_WithALayerInside_ListsAndTrainsItsWeights()
    {
        var affine = new Affine { Name = "affine" };
        var model = new Sequential([3]).Add(affine);
        model.Compile(new SGD(0.05), "mse");
        var data = (DataSource)(Noise([16, 3]), Noise([16, 2], 2));
        var first = model.TrainOnBatch(data)["loss"];
        Assert.That(affine.Weights.Select(w => w.Name), Is.EqualTo(new[] { "scale", "count", "kernel", "bias" }));
        Assert.That(affine.TrainableWeights.Select(w => w.Name), Is.EqualTo(new[] { "scale", "kernel", "bias" }));
        var before = Values(model);
        var history = model.Fit(data, batchSize: 4, epochs: 3, verbose: Verbosity.Silent);
        Assert.That(Values(model).Zip(before).Select(p => p.First.SequenceEqual(p.Second)), Has.All.False);
        Assert.That(affine.Weights[1].Value.Item(), Is.EqualTo(13));
        Assert.That(history["loss"][^1], Is.LessThan(first));
    }
}
