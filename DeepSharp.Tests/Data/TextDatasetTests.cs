using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class TextDatasetTests
{
    private static readonly string[] s_texts = ["good film", "bad film", "good good", "bad"];

    private static TextVectorization Vectorizer(int? length)
    {
        var layer = new TextVectorization(outputSequenceLength: length);
        layer.Adapt(TextDataset.From(s_texts).Texts);
        return layer;
    }

    [Test]
    public void Map_TextsToTensors_GivesSamples()
    {
        var data = TextDataset.From(s_texts, Tensor.From([1, 0, 1, 0])).Map(Vectorizer(3).Apply);
        Assert.That(data.Count, Is.EqualTo(4));
        var batch = data.Batch(4).Single();
        Assert.That(batch.X[0].ToInts(), Is.EqualTo(new[] { 2, 3, 0, 4, 3, 0, 2, 2, 0, 4, 0, 0 }));
        Assert.That(batch.Y[0].ToInts(), Is.EqualTo(new[] { 1, 0, 1, 0 }));
        Assert.That(data.Batch(4).Single().X[0].ToInts(), Is.EqualTo(batch.X[0].ToInts()), "a second pass");
    }

    [Test]
    public void Batch_Texts_PadsToTheLongestOfEachBatch()
    {
        var data = TextDataset.From(s_texts, Tensor.From([1, 0, 1, 0])).Batch(3, Vectorizer(null).Apply);
        Assert.That((data.Count, data.IsBatched), Is.EqualTo((2L, true)));
        Assert.That(data.Select(b => b.X[0].Shape), Is.EqualTo(new Shape[] { [3, 2], [1, 1] }));
        Assert.That(data.SelectMany(b => b.Y[0].ToInts()), Is.EqualTo(new[] { 1, 0, 1, 0 }));
    }

    [Test]
    public void Map_Texts_ChangesThem()
    {
        var data = TextDataset.From(s_texts.Select(t => (t, (Tensor)Tensor.Scalar(1)))).Map(t => t.Replace("film", "movie"));
        Assert.That(data.Texts, Is.EqualTo(new[] { "good movie", "bad movie", "good good", "bad" }));
    }

    [Test]
    public void From_Misuse_Throws()
    {
        Assert.That(() => TextDataset.From(s_texts, Tensor.From([1])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("each of the 4 texts"));
        Assert.That(() => TextDataset.From(s_texts).Batch(0, Vectorizer(1).Apply), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    public void Fit_OnTexts_Learns()
    {
        var model = new Sequential([3]).Embedding(6, 4).GlobalAveragePooling1D().Dense(1).Compile(new Adam(0.1), loss: new DeepSharp.Losses.BinaryCrossentropy(fromLogits: true));
        var data = TextDataset.From(s_texts, Tensor.From([1f, 0, 1, 0])).Map(Vectorizer(3).Apply).Batch(4);
        var history = model.Fit(data, epochs: 20, verbose: Verbosity.Silent);
        Assert.That(history["loss"][^1], Is.LessThan(history["loss"][0] / 2));
    }
}
