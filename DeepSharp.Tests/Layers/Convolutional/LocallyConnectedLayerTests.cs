using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class LocallyConnectedLayerTests
{
    [Test]
    [Covers(typeof(LocallyConnected1D), typeof(LocallyConnected2D))]
    public void LocallyConnected_PassesLayerCheck()
    {
        LayerCheck.Run(() => new LocallyConnected1D(4, 3), [2, 6, 2], [2, 4, 4], "kernel[4, 6, 4] bias[4, 4]");
        LayerCheck.Run(() => new LocallyConnected1D(2, 2, strides: 3, useBias: false), [2, 6, 3], [2, 2, 2], "kernel[2, 6, 2]");
        LayerCheck.Run(() => new LocallyConnected2D(3, (2, 3), strides: (1, 2), activation: Activations.Tanh), [2, 3, 5, 2], [2, 2, 2, 3], "kernel[4, 12, 3] bias[2, 2, 3]");
    }

    [Test]
    public void LocallyConnected_EqualKernels_AreAConvolution()
    {
        var x = Samples.Uniform([2, 5, 4, 3]).Cast(DType.Float32);
        var conv = new Conv2D(2, (3, 2), useBias: false);
        var y = conv.Apply(x);
        var local = new LocallyConnected2D(2, (3, 2), useBias: false);
        local.Apply(x);
        local.SetWeights([conv.Weights[0].Value.Reshape([1, 18, 2]).BroadcastTo([9, 18, 2])]);
        Close.Same("equal kernels", y, local.Apply(x), 1e-6);
    }

    [Test]
    public void LocallyConnected_WhatKeras2CannotDo_Throws()
    {
        Assert.That(() => new LocallyConnected1D(2, 3, padding: Padding.Same).Apply(Tensor.Zeros([1, 4, 1])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("knows no padding but Valid"));
        Assert.That(() => new LocallyConnected1D(2, 5).Apply(Tensor.Zeros([1, 4, 1])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("cannot lay a window of length 5 over axis 1 of length 4"));
        var layer = new LocallyConnected1D(2, 3);
        layer.Apply(Tensor.Zeros([1, 4, 1]));
        Assert.That(() => layer.Apply(Tensor.Zeros([1, 5, 1])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("has weights for inputs of shape [4, 1]"));
        Assert.That(
            () => KerasJson.Read<Layer>("""{"class_name":"LocallyConnected1D","config":{"filters":1,"kernel_size":[2],"implementation":2}}"""),
            Throws.TypeOf<ConfigException>().With.Message.Contains("implementation"));
    }
}
