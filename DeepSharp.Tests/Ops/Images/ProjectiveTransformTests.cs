namespace DeepSharp.Tests;

public sealed class ProjectiveTransformTests
{
    private static readonly double[,] s_affine = { { 1.1, 0.3, -0.73, 0.2, 0.9, 0.41, 0, 0 }, { 0.8, -0.2, 1.33, 0.1, 1.2, -2.13, 0, 0 } };

    private static readonly double[,] s_tilted = { { 0.9, 0.1, 0.3, -0.1, 1.1, 0.2, 0.05, -0.02 } };

    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("images", "projective_transform");

    [Test]
    [Covers(typeof(ProjectiveTransformOp))]
    public void ProjectiveTransform_Affine_PassesOpCheck([Values] FillMode mode)
    {
        var images = Samples.Uniform([2, 4, 5, 2]);
        OpCheck.Run(new ProjectiveTransformOp(Interpolation.Bilinear, mode, -1), images, Exact(s_affine));
        OpCheck.Run(new ProjectiveTransformOp(Interpolation.Nearest, mode, -1, [3, 2]), new OpCheckOptions { Differentiate = [0] }, images, Exact(s_affine));
    }

    [Test]
    public void ProjectiveTransform_Tilted_PassesOpCheck() => OpCheck.Run(
        new ProjectiveTransformOp(Interpolation.Bilinear, FillMode.Reflect), new OpCheckOptions { Batched = [0], Differentiate = [0] },
            Samples.Uniform([2, 4, 5, 2]), Exact(s_tilted));

    [TestCaseSource(nameof(Cases))]
    public void ProjectiveTransform_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x =>
    [
        x[0].ProjectiveTransform(
            x[1], Interpolation.Bilinear, Enum.Parse<FillMode>(golden.Attribute<string>("fill_mode")!, true), golden.Attribute<double>("fill_value"),
            new(golden.Attribute<int[]>("size")!)),
    ]);

    [Test]
    public void ProjectiveTransform_WithoutDepth_ReadsTheFillValue() => Assert.That(
        Tensor.Ones([1, 1, 3, 1]).ProjectiveTransform(Tensor.From([1f, 0, 0, 0, 1, 0, -1, 0], [1, 8]), fillValue: 7).ToFloats(),
            Is.EqualTo(new float[] { 1, 7, 7 }));

    [Test]
    public void ProjectiveTransform_LargeImages_DoNotDependOnThreads() =>
        OpCheck.Threads(x => x[0].ProjectiveTransform(x[1], fillMode: FillMode.Reflect), Samples.Uniform([2, 70, 60, 3]), Exact(s_affine));

    [Test]
    public void ProjectiveTransform_BadInput_SaysWhatIsWrong()
    {
        var x = Tensor.Zeros([2, 3, 3, 1]);
        Assert.That(() => x.ProjectiveTransform(Tensor.Zeros([3, 8])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[projective_transform] expects maps [batch, 8] or [1, 8] for the images [2, 3, 3, 1] but got [3, 8]."));
        Assert.That(() => x.ProjectiveTransform(Tensor.Zeros([1, 6])), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => x.ProjectiveTransform(Tensor.Zeros([1, 8]), size: [0, 2]),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("at least 1 along each axis"));
        Assert.That(() => x.ProjectiveTransform(Tensor.Zeros([1, 8]), size: [2]),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("height and width"));
        Assert.That(() => x.ProjectiveTransform(Tensor.Zeros([1, 8]), Interpolation.Lanczos3), Throws.TypeOf<InvalidValueException>());
    }

    private static Tensor Exact(double[,] maps) => Tensor.From(maps).Cast(DType.Float32).Cast(DType.Float64);
}
