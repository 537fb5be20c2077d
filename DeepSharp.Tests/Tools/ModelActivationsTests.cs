using DeepSharp.Layers;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class ModelActivationsTests
{
    private static readonly Tensor s_x = Samples.Uniform([5, 3]).Cast(DType.Float32);

    [Test]
    public void Sequential_GivesWhatPartsOfTheModelGive()
    {
        var model = new Sequential([3]).Dense(4, activation: Tanh, name: "a").Dropout(0.5, name: "drop").Dense(2, name: "b");
        var all = model.Activations(s_x);
        Assert.That(all.Keys, Is.EqualTo(new[] { "a", "drop", "b" }));
        var a = model.Layers[0].Apply(s_x);
        Close.Identical("a", [a], [all["a"]]);
        Close.Identical("b", [model.Predict(s_x)], [all["b"]]);
        Assert.That(model.Activations(s_x, "b", "a").Keys, Is.EqualTo(new[] { "a", "b" }), "in the order of the model");
        Assert.That(model.Activations(s_x, [model.Layers[2]]).Keys, Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void Nested_AndSharedLayers_HavePathsAndNumbers()
    {
        var start = Input(3);
        var encoder = new Model(start, start.Dense(3, name: "h")) { Name = "encoder" };
        var input = Input(3);
        var model = new Model(input, encoder.Apply(encoder.Apply(input)).Dense(1, name: "out"));
        var all = model.Activations(s_x);
        Assert.That(all.Keys, Is.EqualTo(new[] { "encoder/h", "encoder", "encoder/h#2", "encoder#2", "out" }));
        Close.Identical("second call", [encoder.Apply(encoder.Apply(s_x))], [all["encoder/h#2"]]);
        Assert.That(model.Activations(s_x, "h").Keys, Is.EqualTo(new[] { "encoder/h", "encoder/h#2" }));
        Assert.That(model.Activations(s_x, "encoder/h#2").Keys, Is.EqualTo(new[] { "encoder/h#2" }));
    }

    [Test]
    public void Unknown_NamesTheKnownOnes()
    {
        var model = new Sequential([3]) { Name = "m" }.Dense(1, name: "a");
        Assert.That(() => model.Activations(s_x, "z"), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("Model 'm' computes nothing for a layer 'z'; it has 'a'."));
        Assert.That(() => model.Activations(s_x, [new Dense(1) { Name = "d" }]), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("Model 'm' does not call the layer Dense(1) 'd'; it calls 'a'."));
    }
}
