namespace DeepSharp.Tests.Cuda;

/// <summary>Colors, and images read at any places.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaImageTests
{
    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Colors_AgreeWithTheCpu(DType type)
    {
        foreach (var shape in (Shape[])[[5, 3], [2, 9, 31, 3], [3], [0, 3]])
        {
            FloatTypes.Check(type, new RgbToHsvOp(), Samples.Uniform(shape, -0.2, 1));
            FloatTypes.Check(type, new HsvToRgbOp(), Samples.Uniform(shape, -1, 2));
        }
        FloatTypes.Check(type, new RgbToHsvOp(), Tensor.From([0.0, 0, 0, 0.5, 0.5, 0.5, 1, 0, 0, 0, 1, 1, 1e-30, 0, 0], [5, 3]));
    }

    [Test]
    public void Places_AreReadAsOnTheCpu(
        [Values(Interpolation.Nearest, Interpolation.Bilinear)] Interpolation interpolation, [Values] FillMode fill,
        [Values(DType.Float32, DType.Float64)] DType type)
    {
        Tensor images = Samples.Uniform([2, 5, 4, 3]), places = Samples.Uniform([2, 6, 7, 2], -9, 12, seed: 2);
        FloatTypes.Check(type, new MapCoordinatesOp(interpolation, fill, 0.5), images, places);
        FloatTypes.Check(type, new MapCoordinatesOp(interpolation, fill, 0.5), Samples.Uniform([1, 1, 1, 1]), places.Slice(0, 0..1).Round() / 2);
        FloatTypes.Check(type, new MapCoordinatesOp(interpolation, fill), images,
            Tensor.From([double.NaN, 0, double.PositiveInfinity, 1, 1, double.NegativeInfinity, 2.5, 1.5], [2, 1, 2, 2]));

        var maps = Tensor.From([0.8, 0.3, -1, -0.2, 1.1, 0.5, 0.01, 0.02, 1, 0, 0.5, 0, 1, -0.5, 0, 0], [2, 8]);
        FloatTypes.Check(type, new ProjectiveTransformOp(interpolation, fill, 0.25), images, maps);
        FloatTypes.Check(type, new ProjectiveTransformOp(interpolation, fill, Size: [3, 9]), images, maps.Slice(0, 0..1));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Resample_AgreesWithTheCpu(DType type)
    {
        AxisTaps[] maps =
        [
            new InterpolationTaps(7, 12, Interpolation.Bicubic, Antialias: false), new InterpolationTaps(9, 4, Interpolation.Lanczos3, Antialias: true),
            new AdaptiveMeanTaps(7, 3), new InterpolationTaps(1, 5, Interpolation.Bilinear, Antialias: false),
        ];
        foreach (var taps in maps)
        {
            FloatTypes.Check(type, new ResampleOp(1, taps), Samples.Uniform([2, taps.From, 5]));
            FloatTypes.Check(type, new ResampleOp(0, taps, Transposed: true), Samples.Uniform([taps.To, 3]));
        }
        FloatTypes.Check(type, new ResampleOp(1, maps[0]), Samples.Uniform([0, 7, 2]));
    }
}
