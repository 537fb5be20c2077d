namespace DeepSharp.Tests;

public class ScheduleFreeAdamWTests
{
    private static Tensor Gradient => new float[] { 1, -2 };

    [Test]
    public void SwapToEval_PutsTheMeanOfTheFastSequenceIn()
    {
        var w = new Variable(Tensor.From(new float[] { 1, 1 }));
        var optimizer = new ScheduleFreeAdamW(0.1);
        var fast = new List<double[]>();
        for (int i = 0; i < 4; i++)
        {
            optimizer.Apply([Gradient], [w]);
            fast.Add(optimizer.Variables[2].Value.ToDoubles());
        }
        var before = w.Value.ToDoubles();
        optimizer.SwapToEval();
        optimizer.SwapToEval();
        Assert.That(w.Value.ToDoubles(), Is.EqualTo(new[] { 0, 1 }.Select(i => fast.Average(z => z[i]))).Within(1e-5));
        Assert.That(() => optimizer.Apply([Gradient], [w]), Throws.TypeOf<DeepSharpException>().With.Message.Contains("call SwapToTrain before"));
        optimizer.SwapToTrain();
        Assert.That(w.Value.ToDoubles(), Is.EqualTo(before).Within(1e-6));
        optimizer.Apply([Gradient], [w]);
    }

    [Test]
    public void Fit_AfterSwapToEval_ThrowsAlsoWhereStepsAreTraced([Values] bool scaled)
    {
        var free = new ScheduleFreeAdamW(0.1);
        var model = CallbackRun.Model(scaled ? new LossScaleOptimizer(free) : new MultiOptimizer(new OptimizerMap(free)));
        model.Fit(CallbackRun.Data, verbose: Verbosity.Silent);
        free.SwapToEval();
        Assert.That(() => model.Fit(CallbackRun.Data, verbose: Verbosity.Silent),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("call SwapToTrain before"));
        free.SwapToTrain();
        model.Fit(CallbackRun.Data, verbose: Verbosity.Silent);
    }

    [Test]
    public void Constructor_Beta1Zero_Throws() =>
        Assert.That(() => new ScheduleFreeAdamW(beta1: 0),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("beta1 must be more than 0 and at most 1, got 0"));
}
