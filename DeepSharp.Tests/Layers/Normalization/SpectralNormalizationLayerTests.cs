using DeepSharp.Layers;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests;

public sealed class SpectralNormalizationLayerTests
{
    [Test]
    [Covers(typeof(SpectralNormalization), typeof(LocalResponseNormalization))]
    public void Normalizations_PassLayerCheck()
    {
        LayerCheck.Run(() => new LocalResponseNormalization(2, 1, 0.5, 0.75), [2, 3, 3, 5], [2, 3, 3, 5]);
        // Many iterations, so that a step down the gradient is not outweighed by a better estimate of σ.
        LayerCheck.Run(() => new SpectralNormalization(new Dense(4), 40), [2, 3], [2, 4], "kernel[3, 4] vector_u[1, 4] bias[4]", untrained: ["vector_u"]);
        LayerCheck.Run(
            () => new SpectralNormalization(new Conv2D(3, 2, useBias: false), powerIterations: 40), [2, 4, 4, 2], [2, 3, 3, 3], "kernel[2, 2, 2, 3] vector_u[1, 3]", untrained: ["vector_u"]);
    }

    [Test]
    public void SpectralNormalization_Training_BringsTheLargestSingularValueToOne()
    {
        var layer = new SpectralNormalization(new Dense(2, useBias: false));
        layer.Apply(Tensor.Zeros([1, 2]));
        layer.SetWeights([Tensor.From([3f, 0, 0, 4], [2, 2]), Tensor.From([0.6f, 0.8f], [1, 2])]);
        for (int i = 0; i < 30; i++) layer.Apply(Tensor.Zeros([1, 2]), training: true);
        Assert.That(layer.Weights[0].Value.ToFloats(), Is.EqualTo(new[] { 0.75f, 0, 0, 1 }).Within(1e-4));
        Assert.That(layer.Weights[1].Value.ToFloats(), Is.EqualTo(new[] { 0f, 1 }).Within(1e-2));
    }

    [Test]
    public void SpectralNormalization_Inference_ChangesNothing()
    {
        var inner = new Dense(3);
        var layer = new SpectralNormalization(inner);
        layer.Apply(Tensor.Ones([1, 2]));
        var before = layer.GetWeights();
        layer.Apply(Tensor.Ones([1, 2]));
        Close.Identical("weights", before, layer.GetWeights());
    }

    [Test]
    public void SpectralNormalization_KernelOfZeros_Stays()
    {
        var layer = new SpectralNormalization(new Dense(3, kernelInitializer: new Initializers.Zeros()));
        Assert.That(layer.Apply(Tensor.Ones([1, 2]), training: true).ToFloats(), Is.All.Zero);
        Assert.That(layer.Weights[0].Value.ToFloats(), Is.All.Zero);
    }

    [Test]
    public void SpectralNormalization_FrozenLayer_HasNoTrainableWeights()
    {
        var layer = new SpectralNormalization(new Dense(3) { Trainable = false });
        layer.Apply(Tensor.Ones([1, 2]));
        Assert.That(layer.TrainableWeights, Is.Empty);
    }

    [Test]
    public void SpectralNormalization_InAModel_TrainsAndIsLoadedAgain()
    {
        var model = new Sequential([3]).Add(new SpectralNormalization(new Dense(4, Activations.Tanh))).Dense(1).Compile(new DeepSharp.Adam(0.05), new DeepSharp.Losses.MeanSquaredError());
        var x = Samples.Uniform([32, 3]).Cast(DType.Float32);
        var history = model.Fit((x, x.Sum(1, keepDims: true)), epochs: 20, batchSize: 32, verbose: Verbosity.Silent);
        Assert.That(history["loss"][^1], Is.LessThan(history["loss"][0]));
        using var folder = new TemporaryFolder();
        string file = folder.File("m.keras");
        model.Save(file);
        Close.Identical("loaded model", [model.Predict(x)], [Model.Load(file).Predict(x)]);
    }

    [Test]
    public void SpectralNormalization_BadSettings_Throw()
    {
        Assert.That(() => new SpectralNormalization(new Dense(1), 0).Apply(Tensor.Ones([1, 2])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("at least 1 power iteration but got 0"));
        Assert.That(() => new SpectralNormalization(new Flatten()).Apply(Tensor.Ones([1, 2])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("but Flatten() has no weights."));
    }
}
