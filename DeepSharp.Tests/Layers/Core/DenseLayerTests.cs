using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class DenseLayerTests
{
    [Test]
    [Covers(typeof(Dense))]
    public void Dense_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Dense(4), [2, 3], [2, 4], "kernel[3, 4] bias[4]");
        LayerCheck.Run(() => new Dense(2, Activations.Tanh, useBias: false, kernelRegularizer: "l2", kernelConstraint: "non_neg"), [2, 5, 3], [2, 5, 2], "kernel[3, 2]");
    }

    [Test]
    public void Dense_KnownWeights_GivesTheFormula()
    {
        var layer = new Dense(2, Activations.Relu);
        Tensor x = new float[,] { { 1, 2, 3 } };
        layer.Apply(x);
        layer.SetWeights([new float[,] { { 1, -1 }, { 2, -1 }, { 0.5f, 0 } }, new float[] { 0.25f, 0 }]);
        Assert.That(layer.Apply(x).ToDoubles(), Is.EqualTo(new[] { 6.75, 0 }));
    }

    [Test]
    public void Dense_ConfigOfKeras_IsReadAndWritten()
    {
        const string keras = """
            {"module": "keras.layers", "class_name": "Dense", "config": {"name": "dense", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy",
            "config": {"name": "float32"}, "registered_name": null}, "units": 16, "activation": "relu", "use_bias": true, "kernel_initializer": {"module":
            "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": null}, "registered_name": null}, "bias_initializer": {"module":
            "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}, "kernel_regularizer": null, "bias_regularizer": null,
            "kernel_constraint": null, "bias_constraint": null, "quantization_config": null}, "registered_name": null}
            """;
        var layer = KerasJson.Read<Layer>(keras);
        Assert.That(layer.ToString(), Is.EqualTo("Dense(16, activation: relu)"));
        var expected = Newtonsoft.Json.Linq.JObject.Parse(keras);
        ((Newtonsoft.Json.Linq.JObject)expected["config"]!).Remove("quantization_config");
        Assert.That(KerasJson.Write(layer).ToString(), Is.EqualTo(expected.ToString()));
    }

    [Test]
    public void Dense_WrongWidth_ThrowsWithLayerName()
    {
        var layer = new Dense(4) { Name = "head" };
        layer.Apply(Tensor.Zeros([1, 3]));
        Assert.That(() => layer.Apply(Tensor.Zeros([2, 5])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "Dense expects its input's last axis to have length 3, but got shape [2, 5]. Rebuild the layer for this input, or reshape the input.\n  in Dense(4) 'head'."));
    }

    [Test]
    public void Dense_NoUnits_Throws() => Assert.That(
        () => new Dense(0) { Name = "head" }.Apply(Tensor.Zeros([1, 3])),
        Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Dense(0) 'head': units must be positive, got 0."));
}
