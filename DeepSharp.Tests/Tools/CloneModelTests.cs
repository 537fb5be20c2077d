using DeepSharp.Layers;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class CloneModelTests
{
    private static readonly Tensor s_x = Samples.Uniform([5, 4]).Cast(DType.Float32);

    private static void SameButNewWeights(Model model, Model clone)
    {
        Assert.That(clone.IsCompiled, Is.False);
        Assert.That(clone.Weights.Select(w => w.Path + w.Shape), Is.EqualTo(model.Weights.Select(w => w.Path + w.Shape)));
        Assert.That(clone.Weights.Intersect(model.Weights), Is.Empty);
        Assert.That(clone.Predict(s_x).ToDoubles(), Is.Not.EqualTo(model.Predict(s_x).ToDoubles()), "new values");
        clone.SetWeights(model.GetWeights());
        Close.Identical("with the same weights", [model.Predict(s_x)], [clone.Predict(s_x)]);
    }

    [Test]
    public void Sequential_IsClonedLayerByLayer()
    {
        var model = new Sequential([4]) { Name = "m" }.Dense(6, activation: Relu, name: "a").BatchNormalization().Dense(2);
        model.Compile("adam", MeanSquaredError);
        model.Layers[0].Trainable = false;
        var clone = (Sequential)model.CloneModel();
        Assert.That((clone.Name, clone.GetLayer("a").Trainable), Is.EqualTo(("m", false)));
        SameButNewWeights(model, clone);
    }

    [Test]
    public void Functional_KeepsSharedLayersNestedModelsAndTrainingArguments()
    {
        var start = Input(4);
        var inner = new Model(start, start.Dense(4, name: "h").Dense(4, name: "k")) { Name = "inner" };
        var input = Input(4);
        var shared = new Dense(4, activation: Tanh) { Name = "shared" };
        var y = Add(shared.Apply(inner.Apply(input)), shared.Apply(input)).BatchNormalization();
        var model = new Model(input, new Dropout(0.5, seed: 3).Apply(y, training: true));
        var clone = model.CloneModel();
        Assert.That(clone.Layers.Select(l => l.Name), Is.EqualTo(model.Layers.Select(l => l.Name)));
        Assert.That(clone.GetLayer("shared").Calls, Has.Count.EqualTo(2));
        Assert.That(((Model)clone.GetLayer("inner")).Layers.Select(l => l.Name), Is.EqualTo(inner.Layers.Select(l => l.Name)));
        SameButNewWeights(new Model(model.Input, y), new Model(clone.Input, clone.GetLayer(model.Layers[^1].Name).Calls[0].Inputs[0]));
        Assert.That(clone.Predict(s_x).ToDoubles(), Has.Some.EqualTo(0), "dropout called with training: true");
    }

    [Test]
    public void CloneFunction_ReplacesLayers()
    {
        var start = Input(4);
        var inner = new Model(start, start.Dense(3, name: "h")) { Name = "inner" };
        var model = new Sequential([4]).Add(inner).Dense(2, name: "out");
        Layer Wider(Layer l) => l is Dense d ? new Dense(d.Units * 2) { Name = d.Name } : l.CloneLayer();
        Assert.That(model.CloneModel(Wider).Weights.Select(w => w.Shape), Is.EqualTo(new Shape[] { [4, 3], [3], [3, 4], [4] }), "models inside are layers to the function");
        Assert.That(model.CloneModel(Wider, recursive: true).Weights.Select(w => w.Shape), Is.EqualTo(new Shape[] { [4, 6], [6], [6, 4], [4] }));
    }

    [Test]
    public void Clone_OfWhatCannotBeCloned_Explains()
    {
        Assert.That(() => new Sequential([4]).Dense(1, name: "d").CloneModel(l => l), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo(
            "The cloneFunction gave back Dense(1) 'd' itself; a clone needs a layer of its own."));
        Assert.That(() => new Sequential([4]).Add(new Own { Name = "o" }).CloneModel(), Throws.TypeOf<DeepSharpException>().With.Message.StartsWith(
            "Own() 'o' cannot be cloned, since its class Own could not be rebuilt from its settings."));
        Assert.That(() => new OwnModel { Name = "m" }.CloneModel(l => l), Throws.TypeOf<DeepSharpException>().With.Message.StartsWith("Model 'm' has a Call of its own"));
    }

    private sealed class Own : Layer
    {
        protected override Tensor Call(Tensor x) => x;
    }

    private sealed class OwnModel : Model
    {
        protected override Tensor[] Call(Tensor[] inputs, CallContext context) => inputs;
    }
}
