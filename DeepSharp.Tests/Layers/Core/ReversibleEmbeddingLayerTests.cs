using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class ReversibleEmbeddingLayerTests
{
    [Test]
    [Covers(typeof(ReversibleEmbedding))]
    public void ReversibleEmbedding_PassesLayerCheck() =>
        LayerCheck.Run(() => new ReversibleEmbedding(6, 4, maskZero: true, logitSoftCap: 2), [Samples.Integers([2, 3], 0, 6)], [2, 3, 4], "embeddings[6, 4]");

    [Test]
    public void ReversibleEmbedding_Model_UsesOneTableBothWays()
    {
        var ids = Vocabulary.Input([3], dtype: DType.Int32, name: "ids");
        var table = new ReversibleEmbedding(5, 4) { Name = "table" };
        var model = new Model(ids, table.Apply(table.Apply(ids), reverse: true));
        Assert.That(model.Output.Shape, Is.EqualTo(new Shape(Dim.Any, 3, 5)));
        Assert.That(model.Weights, Has.Count.EqualTo(1));
        var x = Tensor.From(new[] { 0, 3, 4 }, [1, 3]);
        var rows = table.Weights[0].Value.Gather(x);
        Close.Same("scores", rows.MatMul(table.Weights[0].Value, transposeB: true), model.Predict(x), 1e-6);
        var back = Model.FromJson(model.ToJson());
        back.SetWeights(model.GetWeights());
        Assert.That(back.ToJson(), Is.EqualTo(model.ToJson()));
        Close.Identical("read model", [model.Predict(x)], [back.Predict(x)]);
    }

    [Test]
    public void ReversibleEmbedding_ReverseType_IsThatOfTheScores()
    {
        var table = new ReversibleEmbedding(5, 4, reverseDtype: DType.Float64);
        Assert.That(table.Apply(Tensor.Ones([2, 4]), reverse: true).DType, Is.EqualTo(DType.Float64));
        Assert.That(Assert.Throws<ShapeMismatchException>(() => table.Apply(Tensor.Ones([2, 3]), reverse: true))!.Message,
            Does.StartWith("ReversibleEmbedding expects vectors of length 4 in reverse but got shape [2, 3]."));
    }
}
