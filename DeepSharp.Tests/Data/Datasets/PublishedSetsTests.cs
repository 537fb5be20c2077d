namespace DeepSharp.Tests.Data.Datasets;

/// <summary>The real files; they run where DEEPSHARP_DATA names a folder that has them.</summary>
public class PublishedSetsTests
{
    [Test]
    public void Mnist_RealFiles_HaveTheKnownFirstLabelsAndSums()
    {
        NeedFolder("mnist");
        var (train, test) = DeepSharp.Datasets.Mnist();
        Assert.That(train.ToString(), Is.EqualTo("LabelledImages(60000 x 28 x 28 x 1, 10 classes)"));
        Assert.That(test.Count, Is.EqualTo(10_000));
        Assert.That(train.Labels[..10], Is.EqualTo(new[] { 5, 0, 4, 1, 9, 2, 1, 3, 1, 4 }));
        Assert.That(test.Labels[..10], Is.EqualTo(new[] { 7, 2, 1, 0, 4, 1, 4, 9, 5, 9 }));
        // Mean of all training pixels, the figure commonly used for standardising MNIST.
        Assert.That(Mean(train), Is.EqualTo(0.1307).Within(5e-5));
    }

    [Test]
    public void FashionMnist_RealFiles_HaveTheKnownFirstLabelsAndSums()
    {
        var folder = NeedFolder("fashion-mnist");
        var (train, test) = DeepSharp.Datasets.FashionMnist(folder);
        Assert.That(test.ToString(), Is.EqualTo("LabelledImages(10000 x 28 x 28 x 1, 10 classes)"));
        Assert.That(train.Labels[..10], Is.EqualTo(new[] { 9, 0, 0, 3, 0, 2, 7, 2, 5, 5 }));
        Assert.That(train.ClassNames[train.Labels[0]], Is.EqualTo("Ankle boot"));
        Assert.That(train.Labels.CountBy(l => l).Select(c => c.Value), Is.All.EqualTo(6000));
        Assert.That(Mean(train), Is.EqualTo(0.2860).Within(5e-5));
    }

    [Test]
    public void FashionMnist_PathOfMnist_IsRefused()
    {
        var folder = NeedFolder("mnist");
        Assert.That(() => DeepSharp.Datasets.FashionMnist(folder),
            Throws.TypeOf<DatasetChecksumException>().With.Message.Contains("belongs to another data set"));
    }

    [Test]
    public void TinyShakespeare_RealFile_HasTheKnownCharacters()
    {
        string text = DeepSharp.Datasets.TinyShakespeare(NeedFolder("tinyshakespeare"));
        Assert.That(text, Does.StartWith("First Citizen:\nBefore we proceed any further, hear me speak."));
        Assert.That(text.Distinct().Count(), Is.EqualTo(65));
    }

    [Test]
    public void Mnist_CancelledBefore_Throws() =>
        Assert.That(() => DeepSharp.Datasets.Mnist(cancellationToken: new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    private static double Mean(LabelledImages images)
    {
        long sum = 0;
        foreach (var pixel in images.Pixels) sum += pixel;
        return sum / 255.0 / images.Pixels.Length;
    }

    private static string NeedFolder(string name)
    {
        var root = Environment.GetEnvironmentVariable("DEEPSHARP_DATA");
        if (root is null || !Directory.Exists(Path.Combine(root, name)))
            Assert.Ignore($"DEEPSHARP_DATA does not name a folder that holds '{name}'.");
        return Path.Combine(root!, name);
    }
}
