using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class EmbeddingLayerTests
{
    [Test]
    [Covers(typeof(Embedding))]
    public void Embedding_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Embedding(6, 4), [Samples.Integers([2, 3], 0, 6)], [2, 3, 4], "embeddings[6, 4]");
        LayerCheck.Run(() => new Embedding(6, 4, maskZero: true), [Samples.Integers([2], 0, 6, DType.Int64)], [2, 4], "embeddings[6, 4]");
    }

    [Test]
    public void Embedding_MaskZero_MasksPadding()
    {
        var layer = new Embedding(4, 2, embeddingsInitializer: new Initializers.Constant(0.5), maskZero: true);
        var y = layer.Apply(Tensor.From(new[] { 1, 3, 0 }, [1, 3]));
        Assert.That(y.Mask!.ToDoubles(), Is.EqualTo(new double[] { 1, 1, 0 }));
        Assert.That(y.ToDoubles(), Is.All.EqualTo(0.5));
        Assert.That(new Dense(1).Apply(y).Mask!.ToDoubles(), Is.EqualTo(new double[] { 1, 1, 0 }));
    }

    [Test]
    public void Embedding_FloatingWholeIds_AreCast()
    {
        var layer = new Embedding(4, 2);
        var whole = layer.Apply(Tensor.From(new[] { 1, 3 }, [1, 2])).ToDoubles();
        Assert.That(layer.Apply(Tensor.From(new[] { 1f, 3f }, [1, 2])).ToDoubles(), Is.EqualTo(whole));
    }

    [TestCase(4), TestCase(-1)]
    public void Embedding_IdOutside_ThrowsWithLayerName(int id)
    {
        var layer = new Embedding(4, 2) { Name = "words" };
        Assert.That(() => layer.Apply(Tensor.From(new[] { 0, id }, [1, 2])), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            $"[gather] index {id} at position [0, 1] of the indices is outside axis 0 of length 4: expected 0 to 3.\n  in Embedding(4, 2) 'words'."));
    }
}
