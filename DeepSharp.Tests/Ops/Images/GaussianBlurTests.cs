namespace DeepSharp.Tests;

public sealed class GaussianBlurTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("images", "gaussian_blur");

    [Test]
    [Covers(typeof(GaussianBlurOp))]
    public void GaussianBlur_OwnAndSharedWidths_PassesOpCheck()
    {
        OpCheck.Run(new GaussianBlurOp([3, 5]), Samples.Uniform([2, 4, 3, 2]), Samples.Uniform([2, 2], 0.5, 2));
        OpCheck.Run(new GaussianBlurOp([5, 1]), new OpCheckOptions { Batched = [0] }, Samples.Uniform([2, 4, 3, 2]), Samples.Uniform([1, 2], 0.5, 2));
    }

    [TestCaseSource(nameof(Cases))]
    public void GaussianBlur_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x => [x[0].GaussianBlur(new(golden.Attribute<int[]>("size")!), x[1])]);

    [Test]
    public void GaussianBlur_InsideAnEvenImage_ChangesNothing()
    {
        var y = Tensor.Full([2, 9, 9, 3], 5).GaussianBlur([3, 3], Tensor.From([0.5f, 1, 2, 0.1f], [2, 2]));
        Assert.That(y[.., 1..^1, 1..^1].ToDoubles(), Has.All.EqualTo(5).Within(1e-5));
        Assert.That(y[.., 0, 0].ToDoubles(), Has.All.LessThan(4.9));
    }

    [Test]
    public void GaussianBlur_BadInput_SaysWhatIsWrong()
    {
        var x = Tensor.Zeros([2, 3, 3, 1]);
        Assert.That(() => x.GaussianBlur([2, 3], Tensor.Ones([1, 2])), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[gaussian_blur] expects an odd height and an odd width of the window but got (2, 3)."));
        Assert.That(() => x.GaussianBlur([3, 3], Tensor.Ones([2])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[gaussian_blur] expects sigmas [batch, 2] or [1, 2] for the images [2, 3, 3, 1] but got [2]."));
        Assert.That(() => x[0].GaussianBlur([3, 3], Tensor.Ones([1, 2])), Throws.TypeOf<ShapeMismatchException>());
    }
}
