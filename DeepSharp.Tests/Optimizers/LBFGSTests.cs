namespace DeepSharp.Tests;

public class LBFGSTests
{
    private static Variable Start(DType dtype, params double[] values) => new(Tensor.From(values).Cast(dtype), "w");

    private static Func<Tensor> Rosenbrock(Variable w) => () =>
    {
        var (x, y) = (w.Value[0], w.Value[1]);
        return (1 - x).Square() + (y - x.Square()).Square() * 100;
    };

    [TestCase(-1.2, 1)]
    [TestCase(5, 5)]
    [TestCase(0, -10)]
    public void Minimize_Rosenbrock_FindsTheMinimum(double x, double y)
    {
        var w = Start(DType.Float64, x, y);
        var result = new LBFGS(gradientTolerance: 1e-8, changeTolerance: 0).Minimize(Rosenbrock(w), [w]);
        Assert.That(w.Value.ToDoubles(), Is.EqualTo((double[])[1, 1]).Within(1e-6));
        Assert.That(result.Reason, Is.EqualTo(LBFGSStop.GradientIsSmall));
        Assert.That(result.Converged);
        Assert.That(result.Iterations, Is.LessThan(80));
        Assert.That(result.Losses, Is.Ordered.Descending.And.Exactly(result.Iterations + 1).Items);
        Assert.That(result.Losses[^1], Is.EqualTo(result.Loss));
    }

    [Test]
    public void Minimize_LeastSquares_AgreesWithTheNormalEquations()
    {
        // A is badly scaled on purpose: its columns differ by a factor of a thousand.
        double[,] a = { { 1, 20, 300 }, { 2, -10, 100 }, { 0, 5, -200 }, { 3, 0, 50 } };
        double[] b = [1, 2, 3, 4];
        var matrix = Tensor.From(a.Cast<double>().ToArray(), [4, 3]);
        var (first, second) = (Start(DType.Float64, 0, 0), Start(DType.Float64, 0));
        var result = new LBFGS(200, gradientTolerance: 1e-9, changeTolerance: 0).Minimize(
            () => (matrix.MatMul(Tensor.Concat([first.Value, second.Value], 0).ExpandDims(-1)).Squeeze(-1) - Tensor.From(b)).Square().Sum(), [first, second]);
        double[] x = [.. first.Value.ToDoubles(), .. second.Value.ToDoubles()];
        for (int j = 0; j < 3; j++)
        {
            double normal = 0;
            for (int i = 0; i < 4; i++) normal += a[i, j] * (Enumerable.Range(0, 3).Sum(k => a[i, k] * x[k]) - b[i]);
            Assert.That(normal, Is.Zero.Within(1e-4), $"column {j}"); // the loss, near 10, tells no smaller gradients apart
        }
        Assert.That(result.GradientSize, Is.LessThan(1e-3));
    }

    [Test]
    public void Minimize_Float32_StopsWherePrecisionEnds()
    {
        var w = Start(DType.Float32, -1.2, 1);
        var result = new LBFGS(gradientTolerance: 1e-12, changeTolerance: 0).Minimize(Rosenbrock(w), [w]);
        Assert.That(result.Reason, Is.Not.EqualTo(LBFGSStop.MaxIterations));
        Assert.That(w.Value.ToDoubles(), Is.EqualTo((double[])[1, 1]).Within(1e-3));
    }

    [Test]
    public void Minimize_BarrierOnTheWay_StaysInside()
    {
        var w = Start(DType.Float64, 0.001);
        var result = new LBFGS().Minimize(() => (w.Value * 2 - w.Value.Log()).Sum(), [w]);
        Assert.That(w.Value.Item(), Is.EqualTo(0.5).Within(1e-5), "beyond zero the logarithm is no number");
        Assert.That(result.Converged);
    }

    [Test]
    public void Minimize_MaxIterations_StopsThere()
    {
        var w = Start(DType.Float64, -1.2, 1);
        var result = new LBFGS(maxIterations: 3).Minimize(Rosenbrock(w), [w]);
        Assert.That((result.Iterations, result.Reason, result.Converged), Is.EqualTo((3, LBFGSStop.MaxIterations, false)));
        Assert.That(Rosenbrock(w)().Item(), Is.EqualTo(result.Loss).Within(1e-12), "the variables stand at the best point");
    }

    [Test]
    public void Minimize_Model_TrainsOnAllData()
    {
        var random = new Random(3);
        var x = Tensor.From(Enumerable.Range(0, 60).Select(_ => random.NextSingle() * 2 - 1).ToArray(), [30, 2]);
        var y = Tensor.From(x.ToFloats().Chunk(2).Select(p => p[0] * p[1] > 0 ? 1f : 0f).ToArray(), [30, 1]);
        var model = new Sequential([2]).Dense(8, activation: Vocabulary.Tanh).Dropout(0.5).Dense(1);
        model.Compile("sgd", new DeepSharp.Losses.BinaryCrossentropy(fromLogits: true), ["accuracy"]);
        double before = model.Evaluate((x, y), verbose: Verbosity.Silent)["loss"];
        var result = new LBFGS(300).Minimize(model, (x, y));
        Assert.That(result.Loss, Is.LessThan(0.02).And.LessThan(before / 10), result.ToString());
        Assert.That(model.Evaluate((x, y), verbose: Verbosity.Silent)["loss"], Is.EqualTo(result.Loss).Within(1e-5));
    }

    [Test]
    public void Minimize_BadCalls_Throw() => Assert.Multiple(() =>
    {
        var w = Start(DType.Float64, 1, 2);
        Assert.That(() => new LBFGS().Minimize(() => w.Value * 2, [w]),
            Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("LBFGS minimizes a scalar, but the loss has shape [2]; take its Sum() or Mean()."));
        Assert.That(() => new LBFGS().Minimize(() => (-w.Value).Log().Sum(), [w]),
            Throws.TypeOf<DeepSharpException>().With.Message.StartsWith("LBFGS: the loss or its gradient is not finite at the beginning"));
        Assert.That(() => new LBFGS().Minimize(() => w.Value.Sum(), []), Throws.TypeOf<DeepSharpException>().With.Message.Contains("needs variables"));
        Assert.That(() => new LBFGS(maxIterations: 0),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("LBFGS: maxIterations must be 1 or more, got 0."));
        var model = new Sequential([1]).Dense(1, kernelConstraint: new DeepSharp.NonNeg());
        model.Compile("sgd", "mse");
        Assert.That(() => new LBFGS().Minimize(model, CallbackRun.Data),
            Throws.TypeOf<DeepSharpException>().With.Message.StartsWith("LBFGS cannot keep weights within constraints"));
        Assert.That(() => new LBFGS().Minimize(model, Dataset.From(CallbackRun.Data.X[0], CallbackRun.Data.Y[0])),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("as tensors, not as a dataset"));
    });
}
