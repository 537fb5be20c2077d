using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class ScoredAttentionLayerTests
{
    private static Tensor[] Inputs(int features = 4) =>
        [Samples.Uniform([2, 3, features]).Cast(DType.Float32), Samples.Uniform([2, 5, features], seed: 2).Cast(DType.Float32)];

    [Test]
    [Covers(typeof(Attention))]
    public void Attention_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Attention(), Inputs(), [2, 3, 4]);
        LayerCheck.Run(() => new Attention(useScale: true, dropout: 0.4, seed: 1), Inputs(), [2, 3, 4], "scale[]");
        LayerCheck.Run(() => new Attention(useScale: true, scoreMode: ScoreMode.Concat), [.. Inputs(), Samples.Uniform([2, 5, 4], seed: 3).Cast(DType.Float32)], [2, 3, 4], "scale[] concat_score_weight[]");
    }

    [Test]
    [Covers(typeof(AdditiveAttention))]
    public void AdditiveAttention_PassesLayerCheck()
    {
        LayerCheck.Run(() => new AdditiveAttention(), Inputs(), [2, 3, 4], "scale[4]");
        LayerCheck.Run(() => new AdditiveAttention(useScale: false), Inputs(), [2, 3, 4]);
    }

    [Test]
    public void Attention_Dropout_ChangesWeightsInTrainingOnly()
    {
        var layer = new Attention(dropout: 0.5, seed: 3);
        var quiet = layer.ApplyAll(Inputs(), returnAttentionScores: true);
        var loud = layer.ApplyAll(Inputs(), returnAttentionScores: true, training: true);
        Assert.That(quiet[1].Sum(-1).ToFloats(), Is.All.EqualTo(1).Within(1e-5));
        Assert.That(loud[1].ToFloats(), Has.Some.Zero);
    }

    [Test]
    public void Attention_FunctionalModel_RoundTrips()
    {
        SymbolicTensor q = Vocabulary.Input([3, 4], name: "q"), v = Vocabulary.Input([5, 4], name: "v");
        var outputs = new Attention(useScale: true) { Name = "look" }.ApplyAll([q, v], returnAttentionScores: true, useCausalMask: true);
        var model = new Model([q, v], outputs);
        Assert.That(model.ToJson(), Does.Contain("\"inbound_nodes\": [{\"args\": [[{\"class_name\": \"__keras_tensor__\"").Or.Contain("\"inbound_nodes\":[{\"args\":[[{\"class_name\":\"__keras_tensor__\""));
        var back = Model.FromJson(model.ToJson());
        Assert.That(back.ToJson(), Is.EqualTo(model.ToJson()));
        Close.Identical("read model", model.Apply(Inputs()), back.Apply(Inputs()));
        Assert.That(model.Apply(Inputs())[1].ToFloats()[1..5], Is.All.Zero);
    }

    [Test]
    public void Attention_BadInputs_AreRefused()
    {
        Assert.That(Assert.Throws<ShapeMismatchException>(() => new Attention().Apply([Tensor.Ones([2, 3, 4])]))!.Message,
            Does.StartWith("Attention takes the list [query, value] or [query, value, key] but got 1 tensors."));
        Assert.That(Assert.Throws<ShapeMismatchException>(() => new AdditiveAttention().Apply([Tensor.Ones([2, 4]), Tensor.Ones([2, 4])]))!.Message,
            Does.StartWith("AdditiveAttention expects each input to be [batch, steps, features] but got shape [2, 4]."));
    }
}
