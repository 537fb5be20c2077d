using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class BorderLayerTests
{
    [Test]
    [Covers(typeof(ZeroPadding1D), typeof(ZeroPadding2D), typeof(ZeroPadding3D))]
    public void ZeroPadding_PassesLayerCheck()
    {
        LayerCheck.Run(() => new ZeroPadding1D((1, 2)), [2, 3, 2], [2, 6, 2]);
        LayerCheck.Run(() => new ZeroPadding2D(((1, 0), (2, 1))), [2, 3, 4, 2], [2, 4, 7, 2]);
        LayerCheck.Run(() => new ZeroPadding3D((1, 0, 2)), [2, 2, 2, 2, 1], [2, 4, 2, 6, 1]);
    }

    [Test]
    [Covers(typeof(Cropping1D), typeof(Cropping2D), typeof(Cropping3D))]
    public void Cropping_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Cropping1D((1, 2)), [2, 6, 2], [2, 3, 2]);
        LayerCheck.Run(() => new Cropping2D(((1, 0), (2, 1))), [2, 4, 7, 2], [2, 3, 4, 2]);
        LayerCheck.Run(() => new Cropping3D(), [2, 4, 3, 5, 1], [2, 2, 1, 3, 1]);
    }

    [Test]
    [Covers(typeof(UpSampling1D), typeof(UpSampling2D), typeof(UpSampling3D))]
    public void UpSampling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new UpSampling1D(), [2, 3, 2], [2, 6, 2]);
        LayerCheck.Run(() => new UpSampling2D((2, 3)), [2, 3, 4, 2], [2, 6, 12, 2]);
        LayerCheck.Run(() => new UpSampling2D((2, 3), Interpolation.Bicubic), [2, 3, 4, 2], [2, 6, 12, 2]);
        LayerCheck.Run(() => new UpSampling3D(), [2, 2, 1, 2, 1], [2, 4, 2, 4, 1]);
    }

    [Test]
    public void Cropping_UndoesZeroPadding()
    {
        var x = Samples.Uniform([2, 3, 4, 2]).Cast(DType.Float32);
        Border2D border = ((1, 2), (0, 3));
        Assert.That(new Cropping2D(border).Apply(new ZeroPadding2D(border).Apply(x)).ToDoubles(), Is.EqualTo(x.ToDoubles()));
    }

    [Test]
    public void UpSampling_RepeatsNeighbours() => Assert.That(
        new UpSampling2D((2, 1)).Apply(Tensor.From(new float[] { 1, 2 }, [1, 1, 2, 1])).ToDoubles(), Is.EqualTo(new double[] { 1, 2, 1, 2 }));

    [Test]
    public void UpSampling_OpenLengths_NeedNearest()
    {
        var open = new Tensor(new([Dim.Any, Dim.Any, 4, 3], DType.Float32), Device.Null);
        Assert.That(new UpSampling2D().Apply(open).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 8, 3)));
        Assert.That(
            () => new UpSampling2D(2, Interpolation.Bilinear).Apply(open),
            Throws.TypeOf<ShapeMismatchException>().With.Message.StartWith("UpSampling2D needs to know height and width to interpolate."));
    }

    [Test]
    public void Borders_ConfigOfKeras_IsRead()
    {
        Assert.That(((ZeroPadding2D)KerasJson.Read<Layer>("""{"class_name":"ZeroPadding2D","config":{"padding":[[1,2],[3,4]]}}""")).Padding, Is.EqualTo((Border2D)((1, 2), (3, 4))));
        Assert.That(((ZeroPadding2D)KerasJson.Read<Layer>("""{"class_name":"ZeroPadding2D","config":{"padding":[1,2]}}""")).Padding, Is.EqualTo((Border2D)(1, 2)));
        Assert.That(((ZeroPadding1D)KerasJson.Read<Layer>("""{"class_name":"ZeroPadding1D","config":{"padding":[1,2]}}""")).Padding, Is.EqualTo((Border1D)(1, 2)));
        Assert.That(() => KerasJson.Read<Layer>("""{"class_name":"ZeroPadding2D","config":{"padding":[1,-2]}}"""), Throws.TypeOf<ConfigException>().With.Message.Contains("a list of 2 whole numbers or pairs"));
    }

    [Test]
    public void Cropping_TooMuch_ThrowsWithLayerName() => Assert.That(
        () => new Cropping1D(2) { Name = "c" }.Apply(Tensor.Zeros([1, 4, 1])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("takes 2 + 2 elements away from axis 1, which has only 4"));
}
