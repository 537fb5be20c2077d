using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>Layers that draw among changes.</summary>
public sealed class AugmentationTests
{
    private static Tensor Images(params int[] shape) => Samples.Uniform(shape, 0, 255).Cast(DType.Float32);

    [Test]
    public void RandAugment_NoOps_ChangesNothing()
    {
        var x = Images(2, 5, 4, 3);
        Close.Identical("none", [x], [new RandAugment(numOps: 0).Apply(x, training: true)]);
    }

    [Test]
    public void RandAugment_EachImage_GetsOneOfTheKinds()
    {
        // At strength zero, a step is told by what it does all the same: turning colors round, stretching, spreading, keeping one bit, or nothing.
        var x = Images(1, 6, 6, 3).BroadcastTo([800, 6, 6, 3]).Contiguous();
        var y = new RandAugment(numOps: 1, factor: 0, seed: 1).Apply(x, training: true);
        double Share(Tensor expected) => (y - expected).Abs().Max((int[])[1, 2, 3]).ToDoubles().Count(d => d < 0.01) / 800.0;
        Assert.That(Share(255 - x), Is.EqualTo(1 / 11.0).Within(0.05), "solarization");
        Assert.That(Share(new AutoContrast().Apply(x)), Is.EqualTo(1 / 11.0).Within(0.05), "auto contrast");
        Assert.That(Share(new Equalization().Apply(x)), Is.EqualTo(1 / 11.0).Within(0.05), "equalization");
        Assert.That(Share(new RandomPosterization(1).Apply(x, training: true)), Is.EqualTo(1 / 11.0).Within(0.05), "posterization");
        Assert.That(Share(new RandomSharpness((0, 0)).Apply(x, training: true)), Is.EqualTo(1 / 11.0).Within(0.05), "sharpness at zero smoothes");
        Assert.That(Share(x), Is.EqualTo(6 / 11.0).Within(0.1), "the others do nothing at strength zero");
    }

    [Test]
    public void AugMix_OfAnEvenImageInTheMiddle_StaysWithinTheRange()
    {
        var y = new AugMix(seed: 2).Apply(Images(4, 6, 5, 3), training: true);
        Assert.That(y.ToDoubles(), Has.All.InRange(0.0, 255.0));
        // Shares sum to one: what no change can alter comes out as it went in.
        var even = Tensor.Full([8, 6, 5, 3], 0);
        var still = new AugMix(factor: 0, allOps: false, chainDepth: 1, seed: 2).Apply(even, training: true);
        Assert.That(still.ToDoubles(), Has.All.InRange(0.0, 255.0));
        Assert.That(still.Max((int[])[1, 2, 3]).ToDoubles().Count(v => v < 1e-3), Is.GreaterThan(0), "only solarization changes black");
    }

    [Test]
    public void AutoContrast_EachImage_IsStretchedByItself()
    {
        var x = Tensor.From([10f, 20, 30, 100, 150, 200], [2, 1, 3, 1]);
        Assert.That(new AutoContrast().Apply(x).ToDoubles(), Is.EqualTo(new[] { 0, 127.5, 255, 0, 127.5, 255 }).Within(1e-4));
    }

    [Test]
    public void Equalization_UnitRange_IsTheByteRangeScaled()
    {
        var x = Samples.Integers([2, 6, 7, 3], 0, 200).Cast(DType.Float32);
        Close.Same("scaled", new Equalization().Apply(x) / 255, new Equalization((0, 1)).Apply((x + 0.25) / 255), 1e-5);
    }

    [Test]
    public void Resizing_Bytes_StayBytes()
    {
        var x = Tensor.From(new byte[] { 0, 255, 255, 0 }, [1, 2, 2, 1]);
        var y = new Resizing(4, 4, Interpolation.Bicubic).Apply(x);
        Assert.That(y.DType, Is.EqualTo(DType.UInt8));
        Assert.That(y.ToInts()[0], Is.EqualTo(0), "what overshoots is held, not wrapped around");
        Assert.That(new Resizing(1, 1).Apply(Tensor.From([1, 2], [1, 1, 2, 1])).ToInts(), Is.EqualTo(new[] { 2 }), "halves go to the even neighbour");
        Assert.That(new Resizing(4, 4).Apply(x[0]).Shape, Is.EqualTo(new Shape(4, 4, 1)));
    }

    [Test]
    public void Sizes_Misuse_Throws()
    {
        Assert.That(() => new Resizing(0, 2),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Resizing expects a height of at least 1 pixel but got 0."));
        Assert.That(() => new Resizing(2, 2, cropToAspectRatio: true, padToAspectRatio: true),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("both were asked for"));
        Assert.That(() => new Resizing(2, 2, fillMode: FillMode.Wrap),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("Constant but Wrap was asked for"));
        Assert.That(() => new CenterCrop(2, -1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new CenterCrop(2, 2).Apply(new Tensor(new([Dim.Any, Dim.Any, 4, 3], DType.Float32), Device.Null)),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("CenterCrop needs images of a known height and width but got shape [?, ?, 4, 3]"));
        Assert.That(() => new AutoContrast().Apply(Tensor.Zeros([2, 2])), Throws.TypeOf<ShapeMismatchException>());
    }
}
