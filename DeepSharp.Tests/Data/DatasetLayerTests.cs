using DeepSharp.Layers;

namespace DeepSharp.Tests.Data;

/// <summary>Layers in the preparation of data.</summary>
public sealed class DatasetLayerTests
{
    private static readonly Tensor s_images = Samples.Uniform([12, 6, 6, 3], 0, 255).Cast(DType.Float32), s_labels = (Tensor.Arange(12) % 3).OneHot(3);

    private static Dataset Data => Dataset.From(s_images, s_labels);

    private static double[] Values(IEnumerable<Example> data) => [.. data.SelectMany(e => e.X[0].ToDoubles())];

    [Test]
    public void Map_ALambda_AppliesTheLayer()
    {
        RandomFlip Flip() => new(seed: 7);
        var flip = Flip();
        double[] expected = Flip().Apply(s_images, training: true).ToDoubles();
        Assert.That(Values(Data.Batch(12).Map(x => flip.Apply(x, training: true))), Is.EqualTo(expected));
        flip = Flip();
        Assert.That(Values(Data.Batch(12).Map((x, y) => (flip.Apply(x, training: true), y))), Is.EqualTo(expected));
        flip = Flip();
        Assert.That(Values(Data.Map(x => flip.Apply(x, training: true))), Is.Not.EqualTo(s_images.ToDoubles()).And.Length.EqualTo(expected.Length));
    }

    [Test]
    public void Map_ALayer_AppliesItInTraining()
    {
        double[] expected = new RandomFlip(seed: 7).Apply(s_images, training: true).ToDoubles();
        Assert.That(Values(Data.Batch(12).Map(new RandomFlip(seed: 7))), Is.EqualTo(expected));
        Assert.That(Values(Data.Batch(12).Map(new RandomFlip(seed: 7), training: false)), Is.EqualTo(s_images.ToDoubles()));
        var rotated = Data.Map(new Resizing(4, 5)).Map(new RandomRotation(0.2, seed: 1));
        Assert.That(rotated.Select(e => e.X[0].Shape), Has.All.EqualTo(new Shape(4, 5, 3)));
        Assert.That(Values(rotated), Is.Not.EqualTo(Values(rotated)), "every pass draws anew");
    }

    [Test]
    public void Map_AMixingLayer_GetsTheTargetsToo()
    {
        var (images, labels) = new MixUp(seed: 2).Apply(s_images, s_labels, training: true);
        var batch = Data.Batch(12).Map(new MixUp(seed: 2)).Single();
        Close.Identical("mixed", [images, labels], [batch.X[0], batch.Y[0]]);
        var cutMix = new CutMix(seed: 2);
        var pair = Data.Batch(12).Map((x, y) => cutMix.Apply(x, y, training: true)).Single();
        Close.Identical("cut", [.. new CutMix(seed: 2).Apply([s_images, s_labels], training: true)], [pair.X[0], pair.Y[0]]);
        Assert.That(() => Dataset.From(s_images).Batch(4).Map(new MixUp()).First(), Throws.TypeOf<DeepSharpException>().With.Message.Contains("no target"));
        Assert.That(() => Data.Map(new CutMix()).First(), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("Form batches first"));
    }

    [Test]
    public void Map_OnAThreadOfItsOwn_GivesTheSame()
    {
        Dataset Prepared() => Data.Map(new RandomRotation(0.2, seed: 4)).Batch(4).Map(new RandomErasing(seed: 5)).Map(new MixUp(seed: 6));
        Assert.That(Values(Prepared().Prefetch(2)), Is.EqualTo(Values(Prepared())));
    }

    [Test]
    public void Fit_WithAugmentedData_IsRepeatable()
    {
        double[] Losses()
        {
            Seeds.Set(3);
            var model = new Sequential([6, 6, 3]).Rescaling(1 / 255.0).Flatten().Dense(3);
            model.Compile(new Adam(), "mse");
            var data = Data.Map(new RandomTranslation(0.2, 0.2, seed: 1)).Map(new RandomContrast(0.3, seed: 2)).Batch(4).Map(new CutMix(seed: 3));
            return [.. model.Fit(data, epochs: 3, verbose: Verbosity.Silent)["loss"]];
        }
        double[] first = Losses();
        Assert.That(first, Is.EqualTo(Losses()));
        Assert.That(first, Is.Unique);
    }
}
