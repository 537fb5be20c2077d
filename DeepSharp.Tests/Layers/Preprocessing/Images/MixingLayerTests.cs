using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class MixingLayerTests
{
    /// <summary>Images whose every pixel is their number, and one-hot labels.</summary>
    private static (Tensor Images, Tensor Labels) Numbered(int count, int size = 8) =>
        (Tensor.Arange(0, count).Reshape([count, 1, 1, 1]).BroadcastTo([count, size, size, 1]).Contiguous(), Tensor.Arange(count).OneHot(count));

    private static readonly Func<MixingLayer>[] s_both = [() => new MixUp(0.4, seed: 3), () => new CutMix(seed: 3)];

    [Test]
    [Covers(typeof(MixUp), typeof(CutMix))]
    public void Mixing_PassesLayerCheck()
    {
        var images = Samples.Uniform([4, 8, 6, 3], 0, 255).Cast(DType.Float32);
        var labels = Tensor.From([0, 1, 2, 1]).OneHot(3);
        foreach (var make in s_both)
        {
            LayerCheck.Run(make, [images], [4, 8, 6, 3]);
            LayerCheck.Run(make, [images, labels], [4, 8, 6, 3]);
        }
        LayerCheck.Run(() => new CutMix((0.2, 0.5)), [images], [4, 8, 6, 3]);
    }

    [TestCaseSource(nameof(s_both))]
    public void Mixing_Labels_FollowTheImages(Func<MixingLayer> make)
    {
        var (x, labels) = Numbered(64, 32);
        var (y, mixed) = make().Apply(x, labels, training: true);
        Assert.That(mixed.Sum(1).ToDoubles(), Has.All.EqualTo(1).Within(1e-5));
        // The mean pixel of a mixture is the labels' expectation, for windows up to the pixels at their edges.
        var expected = (mixed * Tensor.Arange(0, 64)).Sum(1);
        Assert.That((y.Mean((int[])[1, 2, 3]) - expected).Abs().Max().Item(), Is.LessThan(make() is MixUp ? 1e-3 : 64 * 0.13));
        Assert.That(mixed.ToDoubles(), Is.Not.EqualTo(labels.ToDoubles()));
        var (rest, same) = make().Apply(x, labels);
        Close.Identical("at rest", [x, labels], [rest, same]);
    }

    [TestCaseSource(nameof(s_both))]
    public void Mixing_SameSeed_GivesTheSameBits_AndEveryDrawAnother(Func<MixingLayer> make)
    {
        var (x, labels) = Numbered(8);
        var (first, second) = (make(), make());
        var a = first.Apply([x, labels], training: true);
        Close.Identical("same seed", a, second.Apply([x, labels], training: true));
        Assert.That(first.Apply([x, labels], training: true)[1].ToDoubles(), Is.Not.EqualTo(a[1].ToDoubles()));
        var program = Program.Compile(Device.Cpu, [x.Spec, labels.Spec], t => first.Apply([t[0], t[1]], training: true));
        program.Run([x, labels]);
        ProgramCheck.NoAllocation($"{first}", program, [x, labels]);
        Assert.That(first.States, Has.Count.EqualTo(1));
    }

    [Test]
    public void CutMix_Windows_HoldTheOtherImage()
    {
        var (x, labels) = Numbered(40, 16);
        var (y, mixed) = new CutMix((1, 1), seed: 5).Apply(x, labels, training: true);
        for (int i = 0; i < 40; i++)
        {
            double[] values = [.. y[i].ToDoubles().Distinct()];
            double[] named = [.. mixed[i].ToDoubles().Index().Where(l => l.Item > 0).Select(l => (double)l.Index)];
            Assert.That(values, Is.SubsetOf(named), $"image {i}");
        }
    }

    [Test]
    public void MixUp_Weights_HaveTheBetaDistribution()
    {
        var (x, _) = (Tensor.Arange(0, 2).Reshape([2, 1, 1, 1]), 0);
        var layer = new MixUp(1, seed: 1);
        double[] mixed = [.. Enumerable.Range(0, 2000).Select(_ => layer.Apply(x, training: true)[0].Item()).Where(v => v > 0)];
        // Half of the permutations leave an image with itself.
        Assert.That(mixed, Has.Length.InRange(880, 1120));
        Assert.That(mixed.Average(), Is.EqualTo(0.5).Within(0.05));
        Assert.That(mixed.Average(v => (v - 0.5) * (v - 0.5)), Is.EqualTo(1 / 12.0).Within(0.01));
    }

    [Test]
    public void Mixing_LabelsOfAnyRank_AreMixed()
    {
        var x = Tensor.Zeros([4, 2, 2, 1]);
        Assert.That(new MixUp(seed: 1).Apply(x, Tensor.Ones([4, 5, 3], DType.Int32), training: true).Labels.ToDoubles(), Has.All.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void Mixing_BadInput_SaysWhatIsWrong()
    {
        var x = Tensor.Zeros([4, 2, 2, 1]);
        Assert.That(() => new MixUp().Apply(x, Tensor.From([0, 1, 2, 3])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains(
            "MixUp expects labels [batch, classes..] for the images [4, 2, 2, 1] but got shape [4]. "
            + "Numbers of classes cannot be mixed: use labels.OneHot(classes)."));
        Assert.That(() => new CutMix().Apply(x, Tensor.Zeros([3, 2])), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => new CutMix().Apply(x[0]),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("Form batches first, for example dataset.Batch(32)."));
        Assert.That(() => new MixUp().Apply([x, x, x]),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("images, or images and labels, but got 3 tensors"));
        Assert.That(() => new MixUp(0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("MixUp expects an alpha above zero but got 0."));
        Assert.That(() => new CutMix(2), Throws.TypeOf<InvalidValueException>());
    }
}
