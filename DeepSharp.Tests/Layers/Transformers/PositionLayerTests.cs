using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class PositionLayerTests
{
    private static Tensor Random(Shape shape, int seed = 1) => Samples.Uniform(shape, seed: seed).Cast(DType.Float32);

    [Test]
    [Covers(typeof(SinePositionEncoding), typeof(RotaryEmbedding), typeof(AlibiBias))]
    public void EncodingsWithoutWeights_PassLayerCheck()
    {
        LayerCheck.Run(() => new SinePositionEncoding(100), [2, 3, 5], [2, 3, 5]);
        LayerCheck.Run(() => new RotaryEmbedding(), [2, 3, 2, 4], [2, 3, 2, 4]);
        LayerCheck.Run(() => new RotaryEmbedding(100, 4, RopeType.Yarn, originalMaxPositionEmbeddings: 8, truncate: true), [2, 3, 6], [2, 3, 6]);
        LayerCheck.Run(() => new RotaryEmbedding(scalingFactor: 2, ropeType: RopeType.Dynamic, sequenceAxis: 2, featureAxis: 1, denominatorDim: 6), [2, 4, 3], [2, 4, 3]);
        LayerCheck.Run(() => new AlibiBias(), [2, 3, 2, 4], [2, 3, 2, 4]);
    }

    [Test]
    [Covers(typeof(PositionEmbedding), typeof(TokenAndPositionEmbedding))]
    public void Embeddings_PassLayerCheck()
    {
        LayerCheck.Run(() => new PositionEmbedding(5), [2, 3, 4], [2, 3, 4], "embeddings[5, 4]");
        LayerCheck.Run(() => new TokenAndPositionEmbedding(7, 5, 4, maskZero: true), [Samples.Integers([2, 3], 0, 7)], [2, 3, 4], "embeddings[7, 4] embeddings[5, 4]");
    }

    [Test]
    [Covers(typeof(MaskedLMHead))]
    public void MaskedLMHead_PassesLayerCheck()
    {
        Tensor[] inputs = [Random([2, 5, 4]), Samples.Integers([2, 3], 0, 5)];
        LayerCheck.Run(() => new MaskedLMHead(7), inputs, [2, 3, 7], "output_kernel[4, 7] output_bias[7] kernel[4, 4] bias[4] gamma[4] beta[4]");
        LayerCheck.Run(() => new MaskedLMHead(tokenEmbedding: new ReversibleEmbedding(7, 4), activation: "tanh"), inputs, [2, 3, 7],
            "output_bias[7] kernel[4, 4] bias[4] gamma[4] beta[4] embeddings[7, 4]");
        Assert.That(() => new MaskedLMHead { Name = "head" }.Apply(inputs), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("MaskedLMHead() 'head' needs a vocabularySize of at least 1, or a tokenEmbedding."));
        Assert.That(() => new MaskedLMHead(8, new ReversibleEmbedding(7, 4)).Apply(inputs), Throws.TypeOf<InvalidValueException>().With.Message.Contains("vocabularySize is 8 but the tokenEmbedding has 7 tokens"));
    }

    private static IEnumerable<Layer> Positioned() => [new SinePositionEncoding(), new RotaryEmbedding(), new PositionEmbedding(6)];

    [TestCaseSource(nameof(Positioned))]
    public void Positions_FromAStartOrGiven_AreThoseOfTheWholeText(Layer layer)
    {
        var x = Random([2, 6, 4]);
        var whole = layer.Apply(x)[.., 3..5];
        Tensor part = x[.., 3..5], positions = Tensor.From(new[] { 3, 4 });
        Close.Same("from a start", whole, layer.Apply(new CallArguments<Tensor> { ["inputs"] = part, ["start_index"] = 3 })[0], 1e-6);
        Close.Same("positions", whole, layer.Apply(new CallArguments<Tensor> { ["inputs"] = part, ["positions"] = positions })[0], 1e-6);
        Close.Same("positions of each text", whole, layer.Apply(new CallArguments<Tensor> { ["inputs"] = part, ["positions"] = Tensor.Stack([positions, positions]) })[0], 1e-6);
        Assert.That(Assert.Throws<ShapeMismatchException>(() => layer.Apply(new CallArguments<Tensor> { ["inputs"] = part, ["positions"] = Tensor.Zeros([1, 2, 1], DType.Int32) }))!.Message,
            Does.StartWith($"{layer.TypeName} expects positions [steps] or [batch, steps] but got [1, 2, 1]."));
    }

    [Test]
    public void PositionEmbedding_TextTooLong_IsRefused() => Assert.That(
        Assert.Throws<ShapeMismatchException>(() => new PositionEmbedding(4).Apply(Random([1, 3, 2]), startIndex: 2))!.Message,
        Does.StartWith("PositionEmbedding has vectors for 4 positions but needs them for 2 to 4. Give it a larger sequenceLength."));

    [Test]
    public void PositionLayers_OpenLength_ModelFollowsTheData()
    {
        var ids = Vocabulary.Input([Dim.Any], dtype: DType.Int32);
        var x = ids.TokenAndPositionEmbedding(9, 8, 4, maskZero: true);
        var y = x.TransformerEncoder(6, 2);
        var model = new Model(ids, Vocabulary.Add(y, y.SinePositionEncoding(), y.RotaryEmbedding()));
        Assert.That(model.Output.Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 4)));
        Assert.That(model.Predict(Samples.Integers([2, 5], 0, 9)).Shape, Is.EqualTo(new Shape(2, 5, 4)));
        Assert.That(model.Predict(Samples.Integers([2, 7], 0, 9)).Shape, Is.EqualTo(new Shape(2, 7, 4)));
    }

    [Test]
    public void RotaryEmbedding_OddFeatures_AreRefused() => Assert.That(
        Assert.Throws<ShapeMismatchException>(() => new RotaryEmbedding().Apply(Random([1, 3, 5])))!.Message,
        Does.StartWith("RotaryEmbedding expects an axis of steps and another axis with an even number of features, but axis 1 and axis 2 of [1, 3, 5] are not that."));

    [Test]
    public void MaskedLMHead_TableOfTheModel_IsSharedInFiles()
    {
        SymbolicTensor ids = Vocabulary.Input([5], dtype: DType.Int32, name: "ids"), places = Vocabulary.Input([2], dtype: DType.Int32, name: "places");
        var table = new ReversibleEmbedding(7, 4) { Name = "table" };
        var model = new Model([ids, places], [new MaskedLMHead(tokenEmbedding: table) { Name = "head" }.Apply(table.Apply(ids), places)]);
        Assert.That(model.Weights, Has.Count.EqualTo(6));
        var back = Model.FromJson(model.ToJson());
        Assert.That(back.Weights, Has.Count.EqualTo(6));
        Assert.That(back.ToJson(), Is.EqualTo(model.ToJson()));
    }
}
