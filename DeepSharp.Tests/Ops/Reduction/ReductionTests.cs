namespace DeepSharp.Tests.Ops;

public sealed class ReductionTests
{
    private static readonly Tensor X = Samples.Distinct([2, 3, 4], 0.17);

    [Test]
    [Covers(typeof(SumFn))]
    public void Sum_EveryAxis_PassesOpCheck() => OnAxes((x, axes, keep) => x.Sum(axes, keep));

    [Test]
    [Covers(typeof(MaxFn))]
    public void Max_EveryAxis_PassesOpCheck() => OnAxes((x, axes, keep) => x.Max(axes, keep));

    [Test]
    [Covers(typeof(MinFn))]
    public void Min_EveryAxis_PassesOpCheck() => OnAxes((x, axes, keep) => x.Min(axes, keep));

    [Test]
    [Covers(typeof(ProdFn))]
    public void Prod_EveryAxis_PassesOpCheck() => OnAxes((x, axes, keep) => x.Prod(axes, keep));

    [Test]
    [Covers(typeof(MeanOp))]
    public void Mean_PassesOpCheck() => EachAxis((axes, keep) => OpCheck.Run(new MeanOp(axes, keep), X));

    [Test]
    [Covers(typeof(VarOp), typeof(StdOp))]
    public void VarAndStd_PassOpCheck() => EachAxis((axes, keep) =>
    {
        OpCheck.Run(new VarOp(axes, keep), X);
        // One element or equal ones have no spread: the root has no slope there.
        OpCheck.Run(new StdOp(axes, keep), new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement }, X);
    });

    [Test]
    [Covers(typeof(LogSumExpOp))]
    public void LogSumExp_PassesOpCheck() => EachAxis((axes, keep) => OpCheck.Run(new LogSumExpOp(axes, keep), X));

    [Test]
    [Covers(typeof(AnyOp), typeof(AllOp))]
    public void AnyAndAll_PassOpCheck() => EachAxis((axes, keep) =>
    {
        OpCheck.Run(new AnyOp(axes, keep), Samples.Bools([2, 3, 4]));
        OpCheck.Run(new AllOp(axes, keep), Samples.Bools([2, 3, 4]));
    });

    [TestCase(new[] { true, false, false, false }, new[] { true, false }, new[] { false, false })]
    [TestCase(new[] { true, true, false, true }, new[] { true, true }, new[] { true, false })]
    public void AnyAndAll_Rows_AreRight(bool[] values, bool[] any, bool[] all)
    {
        var x = Tensor.From(values, [2, 2]);
        Assert.That(x.Any(1).ToArray<bool>(), Is.EqualTo(any));
        Assert.That(x.All(1).ToArray<bool>(), Is.EqualTo(all));
        Assert.That(x.Cast(DType.Float32).All(1).ToArray<bool>(), Is.EqualTo(all));
    }

    [Test]
    public void Empty_GivesTheNeutralElement()
    {
        var none = Tensor.Zeros([2, 0, 3]);
        Assert.That(none.Sum(1).ToFloats(), Is.EqualTo(new float[6]));
        Assert.That(none.Prod(1).ToFloats(), Is.All.EqualTo(1));
        Assert.That(none.Mean(1).ToFloats(), Is.All.NaN);
        Assert.That(none.Any().ToArray<bool>(), Is.EqualTo(new[] { false }));
        Assert.That(none.All().ToArray<bool>(), Is.EqualTo(new[] { true }));
        Assert.That(none.Max(0).Shape, Is.EqualTo(new Shape(0, 3)));
        Assert.That(none.Sum().Item(), Is.Zero);
    }

    [Test]
    public void Extremes_OfAnEmptyAxis_Throw()
    {
        var none = Tensor.Zeros([2, 0]);
        foreach (var (name, run) in new (string, Action)[]
        {
            ("max", () => none.Max(1)), ("min", () => none.Min(1)), ("arg_max", () => none.ArgMax(1)), ("arg_min", () => none.ArgMin(1)), ("max", () => none.LogSumExp()),
        })
            Assert.That(() => run(), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
                $"[{name}] axis 1 of [2, 0] has no elements, so there is no {name} along it. Give it at least one element."));
        Assert.That(() => none.Max(2), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("axis 2 is out of range for shape [2, 0]"));
        Assert.That(() => none.Max((int[])[1, -1]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("named twice"));
    }

    [Test]
    public void Extremes_Ties_ShareTheGradientEqually()
    {
        Tensor x = new float[,] { { 1, 3, 3, 3 }, { 2, 0, 2, 0 } };
        foreach (var (f, expected) in new (Func<Tensor, Tensor>, float[])[]
        {
            (t => t.Max(1), [0, 1 / 3f, 1 / 3f, 1 / 3f, 0.5f, 0, 0.5f, 0]), (t => t.Min(1), [1, 0, 0, 0, 0, 0.5f, 0, 0.5f]),
        })
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            Assert.That(tape.Gradient(f(x), x).ToFloats(), Is.EqualTo(expected).Within(1e-7));
        }
    }

    [Test]
    [Covers(typeof(ExtremeGradientOp))]
    public void ExtremeGradient_AnyAxes_PassesOpCheck()
    {
        // Hits are no smooth function of x, so only the incoming gradient is varied; an empty batch has no extreme, and one element need not be its own.
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.Empty & ~OpChecks.OneElement, Differentiate = [2] };
        foreach (int axis in (int[])[1, 2])
        {
            var y = X.Max(axis, keepDims: true).Clone();
            OpCheck.Run(new ExtremeGradientOp(), options, X, y, Samples.Uniform(y.Shape, seed: 2));
        }
    }

    // Rows, columns and both, below and above registers and blocks of columns.
    [TestCase(40, 70, 1)]
    [TestCase(40, 1000, 1)]
    [TestCase(40, 7, 33)]
    [TestCase(33, 300, 5)]
    [TestCase(32, 400, 400)]
    [TestCase(3, 5000, 4)]
    public void ExtremeGradient_TiesInManySizes_AgreesWithItsComposition(int outer, int n, int inner)
    {
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor x = Samples.Integers([outer, n, inner], -4, 5, DType.Int32).Cast(dtype), y = x.Min(1, keepDims: true);
            Tensor[] inputs = [x, y, Samples.Uniform(y.Shape, seed: 2).Cast(dtype)];
            var op = new ExtremeGradientOp();
            Close.Same("extreme_gradient", op.Compose(inputs)!, op.ApplyAll(inputs), dtype == DType.Float32 ? 1e-6 : 1e-14);
            OpCheck.Threads(t => op.Apply(t[0], t[1], t[2]), inputs);
        }
    }

    [Test]
    public void ExtremeGradient_NaN_SpoilsItsRow()
    {
        var values = new float[40, 20];
        values[3, 7] = float.NaN;
        Tensor x = Tensor.From(values), y = x.Max(1, keepDims: true);
        float[] dx = new ExtremeGradientOp().Apply(x, y, Tensor.Ones(y.Shape)).ToFloats();
        Assert.That(dx[60..80], Has.All.NaN);
        Assert.That(dx[..60].Concat(dx[80..]), Is.All.EqualTo(1 / 20f));
    }

    [Test]
    public void Extremes_NaN_IsKept()
    {
        var values = new float[40];
        values[17] = float.NaN;
        Tensor x = values;
        Assert.That(x.Max().Item(), Is.NaN);
        Assert.That(x.Min().Item(), Is.NaN);
    }

    [Test]
    public void Integers_AreReducedExactly()
    {
        foreach (var dtype in new[] { DType.Int32, DType.Int64 })
        {
            var x = Samples.Integers([7, 33], -9, 10, dtype);
            double[] v = x.ToDoubles();
            Assert.That(x.Sum().DType, Is.EqualTo(dtype));
            Assert.That(x.Sum().Item(), Is.EqualTo(v.Sum()));
            Assert.That(x.Max().Item(), Is.EqualTo(v.Max()));
            Assert.That(x.Min().Item(), Is.EqualTo(v.Min()));
            Assert.That(x.Mean().Item(), Is.EqualTo(v.Average()).Within(1e-5));
        }
        Assert.That(Samples.Bools([50]).Sum().DType, Is.EqualTo(DType.Int32));
        Assert.That(Tensor.From(new byte[] { 200, 200 }).Sum().Item(), Is.EqualTo(400));
        Assert.That(Tensor.Ones([4096], DType.BFloat16).Sum().Item(), Is.EqualTo(4096), "added in float32");
        Assert.That(() => new MeanOp(default, false).Apply(Tensor.Zeros([2], DType.Int32)), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("got int32"));
    }

    [Test]
    public void Sum_MillionTenths_StaysAccurate()
    {
        var values = new float[1_000_000];
        Array.Fill(values, 0.1f);
        double exact = values.Length * (double)0.1f;
        Tensor x = values;
        Assert.That(x.Sum().Item(), Is.EqualTo(exact).Within(exact * 1e-6));
        Assert.That(x.Reshape([1000, 1000]).Sum(0).Sum().Item(), Is.EqualTo(exact).Within(exact * 1e-6));
        Assert.That(x.Reshape([250_000, 4]).Sum(0).ToDoubles(), Is.All.EqualTo(exact / 4).Within(exact / 4 * 1e-6));
    }

    [Test]
    public void Large_AnyNumberOfThreads_SameBits()
    {
        OpCheck.Threads(x => x[0].Sum(), Samples.Uniform([100_003]));
        OpCheck.Threads(x => x[0].Sum(0), Samples.Uniform([40_000, 3]));
        OpCheck.Threads(x => x[0].Max((int[])[0, 2]), Samples.Uniform([50, 20, 70]));
        OpCheck.Threads(x => x[0].Sum((int[])[0, 2, 4]), Samples.Uniform([9, 5, 11, 6, 13]));
        OpCheck.Threads(x => x[0].CumSum(0), Samples.Uniform([300, 200]));
    }

    [TestCase(5, 300, 7)]
    [TestCase(1, 1, 600)]
    [TestCase(3, 70_001, 1)]
    [TestCase(2, 9_001, 9)]
    public void Sum_ManySizes_EqualsPlainSum(int outer, int n, int inner)
    {
        var x = Samples.Uniform([outer, n, inner]);
        double[] v = x.ToDoubles(), expected = new double[outer * inner];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < n; i++)
                for (int c = 0; c < inner; c++) expected[o * inner + c] += v[(o * n + i) * inner + c];
        Assert.That(x.Sum(1).ToDoubles(), Is.EqualTo(expected).Within(1e-9));
    }

    private static void OnAxes(Func<Tensor, Axes, bool, Tensor> f) => EachAxis((axes, keep) => OpCheck.Run(x => f(x[0], axes, keep), X));

    private static void EachAxis(Action<Axes, bool> check)
    {
        foreach (Axes axes in new Axes[] { default, 0, 1, -1, new(0, 2), new(1, 2) })
            foreach (bool keep in new[] { false, true }) check(axes, keep);
    }

    [Test]
    [Covers(typeof(ExtremeGradientOp))]
    public void ExtremeGradient_Ties_AreSharedAlongAnyAxes()
    {
        // Exact hits are lost by a step: only the composition is compared, not differences.
        var options = new OpCheckOptions { Checks = OpChecks.Strided | OpChecks.Single | OpChecks.NoAllocation | OpChecks.OpenAxis };
        foreach (var shape in new Shape[] { [2, 3, 4], [3, 70, 5], [2, 40, 1], [4, 2, 300] })
            foreach (Axes axes in new Axes[] { 0, 1, 2, [0, 1], [1, 2], [0, 2], [0, 1, 2] })
            {
                var x = Samples.Integers(shape, 0, 3).Cast(DType.Float64);
                var y = x.Max(axes, keepDims: true);
                OpCheck.Run(new ExtremeGradientOp(), options, x, y, Samples.Uniform(y.Shape));
            }
        Tensor wrong = Tensor.Zeros([2, 2]);
        Assert.That(() => new ExtremeGradientOp().Apply(Tensor.Zeros([2, 3]), wrong, wrong), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[extreme_gradient] expects extremes and their gradient to have length one along the reduced axes of float32 [2, 3] "
            + "but got float32 [2, 2] and float32 [2, 2]."));
    }

    [Test]
    public void ExtremeGradient_NaN_StaysWithItsLine()
    {
        var x = Tensor.From([1f, float.NaN, 3, 4, 5, 5], [2, 3]);
        using var tape = new GradientTape();
        tape.Watch(x);
        Assert.That(tape.Gradient(x.Max(1).Sum(), x).ToFloats(), Is.EqualTo(new[] { float.NaN, float.NaN, float.NaN, 0, 0.5f, 0.5f }));
    }

    [Test]
    public void ExtremeGradient_LargeInput_IsTheSameOnAnyNumberOfThreads()
    {
        var x = Samples.Integers([300, 700], 0, 50).Cast(DType.Float64);
        foreach (int axis in new[] { 0, 1 })
            OpCheck.Threads(t => new ExtremeGradientOp().Apply(t[0], t[0].Max(axis, keepDims: true), t[0].Min(axis, keepDims: true)), x);
    }
}
