namespace DeepSharp.Tests;

public sealed class MapCoordinatesTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("images", "map_coordinates");

    [Test]
    [Covers(typeof(MapCoordinatesOp))]
    public void MapCoordinates_EveryMode_PassesOpCheck(
        [Values] FillMode mode, [Values(Interpolation.Nearest, Interpolation.Bilinear)] Interpolation interpolation)
    {
        var images = Samples.Uniform([2, 4, 3, 2]);
        // Away from whole places, where the weights have kinks, and from the halves between them, where Nearest jumps.
        var places = Samples.BetweenMultiples([2, 3, 2, 2], 0.5, range: 12);
        var options = new OpCheckOptions { Differentiate = interpolation == Interpolation.Nearest ? [0] : null };
        OpCheck.Run(new MapCoordinatesOp(interpolation, mode, 0.75), options, images, places);
    }

    [TestCaseSource(nameof(Cases))]
    public void MapCoordinates_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x =>
    [
        x[0].MapCoordinates(
            x[1], Enum.Parse<Interpolation>(golden.Attribute<string>("interpolation")!, true),
                Enum.Parse<FillMode>(golden.Attribute<string>("fill_mode")!, true),
            golden.Attribute<double>("fill_value")),
    ]);

    [TestCase(FillMode.Constant, new float[] { 9, 9, 9, 1, 2, 3, 4, 9, 9, 9 })]
    [TestCase(FillMode.Nearest, new float[] { 1, 1, 1, 1, 2, 3, 4, 4, 4, 4 })]
    [TestCase(FillMode.Wrap, new float[] { 2, 3, 4, 1, 2, 3, 4, 1, 2, 3 })]
    [TestCase(FillMode.Mirror, new float[] { 4, 3, 2, 1, 2, 3, 4, 3, 2, 1 })]
    [TestCase(FillMode.Reflect, new float[] { 3, 2, 1, 1, 2, 3, 4, 4, 3, 2 })]
    public void MapCoordinates_WholePlaces_AreThePixels(FillMode mode, float[] expected)
    {
        var row = Tensor.From([1f, 2, 3, 4], [1, 1, 4, 1]);
        var places = Tensor.Stack([Tensor.Zeros([10]), Tensor.Arange(-3, 7)], -1).Reshape([1, 1, 10, 2]);
        foreach (var interpolation in new[] { Interpolation.Nearest, Interpolation.Bilinear })
            Assert.That(row.MapCoordinates(places, interpolation, mode, 9).ToFloats(), Is.EqualTo(expected), $"{interpolation}");
    }

    [Test]
    public void MapCoordinates_Halves_AreRoundedAwayFromZero() => Assert.That(
        Tensor.From([1f, 2, 3], [1, 1, 3, 1]).MapCoordinates(Tensor.From([0, -0.5f, 0, 0.5f, 0, 1.5f, 0, 2.25f], [1, 1, 4, 2]), Interpolation.Nearest)
            .ToFloats(),
        Is.EqualTo(new float[] { 0, 2, 3, 3 }));

    [TestCase(float.NaN), TestCase(float.PositiveInfinity), TestCase(float.NegativeInfinity)]
    public void MapCoordinates_NotFinite_ReadsTheFillValue(float place) => Assert.That(
        Tensor.Ones([1, 2, 2, 1]).MapCoordinates(Tensor.From([place, 0, 0, place], [1, 1, 2, 2]), fillMode: FillMode.Reflect, fillValue: 5).ToFloats(),
        Is.EqualTo(new float[] { 5, 5 }));

    [TestCase(FillMode.Reflect), TestCase(FillMode.Wrap), TestCase(FillMode.Mirror), TestCase(FillMode.Nearest)]
    public void MapCoordinates_FarAway_StaysWithinThePixels(FillMode mode)
    {
        var y = Tensor.From([1f, 2, 3, 4], [1, 2, 2, 1]).MapCoordinates(Tensor.From([1e9f, -3e12f, -1e30f, 5e7f], [1, 1, 2, 2]), Interpolation.Nearest, mode);
        Assert.That(y.ToFloats(), Has.All.InRange(1, 4));
    }

    [Test]
    public void MapCoordinates_LargeImages_DoNotDependOnThreads() =>
        OpCheck.Threads(x => x[0].MapCoordinates(x[1], fillMode: FillMode.Wrap), Samples.Uniform([3, 64, 48, 3]), Samples.Uniform([3, 64, 48, 2], -80, 80));

    [Test]
    public void MapCoordinates_BadInput_SaysWhatIsWrong()
    {
        var x = Tensor.Zeros([2, 3, 3, 1]);
        Assert.That(() => x.MapCoordinates(Tensor.Zeros([2, 3, 3, 3])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[map_coordinates] expects coordinates [batch, rows, columns, 2] with the batch of the images [2, 3, 3, 1] but got [2, 3, 3, 3]."));
        Assert.That(() => x.MapCoordinates(Tensor.Zeros([3, 1, 1, 2])), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => x.MapCoordinates(Tensor.Zeros([2, 1, 1, 2]), Interpolation.Bicubic), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[map_coordinates] interpolates Nearest or Bilinear but Bicubic was asked for."));
        Assert.That(() => Tensor.Zeros([3, 3, 1]).MapCoordinates(Tensor.Zeros([2, 1, 1, 2])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[batch, height, width, channels]"));
        Assert.That(() => Tensor.Zeros([2, 0, 3, 1]).MapCoordinates(Tensor.Zeros([2, 1, 1, 2])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("without pixels"));
        Assert.That(() => new MapCoordinatesOp(Interpolation.Nearest).Apply(x, Tensor.Zeros([2, 1, 1, 2], DType.Float64)),
            Throws.TypeOf<DTypeMismatchException>());
    }
}
