namespace DeepSharp.Tests.Data.Images;

public class LabelledImagesTests
{
    private static readonly LabelledImages Three = new([0, 51, 255, 10, 20, 30], [1, 0, 2], height: 1, width: 2);

    [Test]
    public void Constructor_FittingParts_GivesSizesAndDefaultNames()
    {
        Assert.That(Three.ToString(), Is.EqualTo("LabelledImages(3 x 1 x 2 x 1, 3 classes)"));
        Assert.That(Three.ClassNames, Is.EqualTo(new[] { "0", "1", "2" }));
        Assert.That(Three.Image(1).ToArray(), Is.EqualTo(new byte[] { 255, 10 }));
    }

    [Test]
    public void Constructor_SeveralFaults_ReportsAll() =>
        Assert.That(() => new LabelledImages(new byte[5], [0, -1, 4], 1, 2, 1, ["a", "b"]), Throws.ArgumentException.With.Message.EqualTo(
            "LabelledImages: 3 labels and images of 1 x 2 x 1 need 6 pixels, got 5; labels must be 0 or more, got -1 at index 1; " +
            "2 class names allow labels 0 to 1, got 4 at index 2."));

    [Test]
    public void Constructor_NoRows_Throws() =>
        Assert.That(() => new LabelledImages([], [], 0, 2), Throws.ArgumentException.With.Message.Contains("at least 1, got 0 x 2 x 1"));

    [Test]
    public void ToFloat_Bytes_AreDividedBy255() =>
        Assert.That(Three.ToFloat(), Is.EqualTo(new[] { 0f, 0.2f, 1f, 10 / 255f, 20 / 255f, 30 / 255f }));

    [Test]
    public void Slice_Middle_KeepsPixelsLabelsAndNames()
    {
        var middle = Three.Slice(1, 1);
        Assert.That(middle.Pixels, Is.EqualTo(new byte[] { 255, 10 }));
        Assert.That(middle.Labels, Is.EqualTo(new[] { 0 }));
        Assert.That(middle.ClassNames, Has.Count.EqualTo(3));
        middle.Pixels[0] = 7;
        Assert.That(Three.Pixels[2], Is.EqualTo(255), "a slice is a copy");
    }

    [Test]
    public void Split_Two_GivesBothParts()
    {
        var (first, others) = Three.Split(2);
        Assert.That(first.Labels, Is.EqualTo(new[] { 1, 0 }));
        Assert.That(others.Labels, Is.EqualTo(new[] { 2 }));
        Assert.That(Three.Take(0).Count, Is.Zero);
        Assert.That(Three.Slice(3, 0).Count, Is.Zero);
    }

    [Test]
    public void Slice_BeyondTheEnd_Throws()
    {
        Assert.That(() => Three.Take(4), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("has 3 images from 0 on"));
        Assert.That(() => Three.Slice(4, 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("sliced from 0 to 3"));
        Assert.That(() => Three.Slice(2, int.MaxValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Three.Image(3), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("images 0 to 2"));
    }

    [Test]
    public void FromIdx_ThreeAndFourDimensions_GivesChannels()
    {
        var labels = IdxArray.Of<byte>([1, 0], 2);
        Assert.That(LabelledImages.FromIdx(IdxArray.Of(new byte[12], 2, 2, 3), labels).Channels, Is.EqualTo(1));
        var colour = LabelledImages.FromIdx(IdxArray.Of(new byte[12], 2, 1, 2, 3), labels, ["cat", "dog"]);
        Assert.That((colour.Height, colour.Width, colour.Channels, colour.ClassNames[1]), Is.EqualTo((1, 2, 3, "dog")));
    }

    [Test]
    public void FromIdx_PartsThatDoNotFit_Throws()
    {
        var images = IdxArray.Of(new byte[12], 2, 2, 3);
        Assert.That(() => LabelledImages.FromIdx(images, IdxArray.Of(new byte[3], 3)),
            Throws.ArgumentException.With.Message.Contains("2 images but 3 labels"));
        Assert.That(() => LabelledImages.FromIdx(images, IdxArray.Of(new int[2], 2)),
            Throws.ArgumentException.With.Message.Contains("got IdxArray(Int32, [2])"));
        Assert.That(() => LabelledImages.FromIdx(IdxArray.Of(new byte[2], 2), images),
            Throws.ArgumentException.With.Message.Contains("3 or 4 dimensions"));
    }
}
