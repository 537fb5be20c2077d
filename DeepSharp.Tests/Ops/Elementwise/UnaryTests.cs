namespace DeepSharp.Tests.Ops;

/// <summary>Each function of one number: OpCheck, and values against <see cref="Math"/>.</summary>
public sealed class UnaryTests
{
    [Test, Covers(typeof(NegateFn))] public void Negate() => Check(x => -x, v => -v, -3, 3);
    [Test, Covers(typeof(SquareFn))] public void Square() => Check(x => x.Square(), v => v * v, -3, 3);
    [Test, Covers(typeof(SqrtFn))] public void Sqrt() => Check(x => x.Sqrt(), Math.Sqrt, 0.2, 9);
    [Test, Covers(typeof(RsqrtFn))] public void Rsqrt() => Check(x => x.Rsqrt(), v => 1 / Math.Sqrt(v), 0.2, 9);
    [Test, Covers(typeof(ReciprocalFn))] public void Reciprocal() => Check(x => x.Reciprocal(), v => 1 / v, 0.3, 4);
    [Test, Covers(typeof(ExpFn))] public void Exp() => Check(x => x.Exp(), Math.Exp, -3, 3);
    [Test, Covers(typeof(Expm1Fn))] public void Expm1() => Check(x => x.Expm1(), v => Math.Exp(v) - 1, -3, 3);
    [Test, Covers(typeof(LogFn))] public void Log() => Check(x => x.Log(), Math.Log, 0.2, 9);
    [Test, Covers(typeof(Log2Fn))] public void Log2() => Check(x => x.Log2(), Math.Log2, 0.2, 9);
    [Test, Covers(typeof(Log10Fn))] public void Log10() => Check(x => x.Log10(), Math.Log10, 0.2, 9);
    [Test, Covers(typeof(Log1pFn))] public void Log1p() => Check(x => x.Log1p(), v => Math.Log(1 + v), -0.6, 9);
    [Test, Covers(typeof(SinFn))] public void Sin() => Check(x => x.Sin(), Math.Sin, -3, 3);
    [Test, Covers(typeof(CosFn))] public void Cos() => Check(x => x.Cos(), Math.Cos, -3, 3);
    [Test, Covers(typeof(TanFn))] public void Tan() => Check(x => x.Tan(), Math.Tan, -1.2, 1.2);
    [Test, Covers(typeof(AsinFn))] public void Asin() => Check(x => x.Asin(), Math.Asin, -0.8, 0.8);
    [Test, Covers(typeof(AcosFn))] public void Acos() => Check(x => x.Acos(), Math.Acos, -0.8, 0.8);
    [Test, Covers(typeof(AtanFn))] public void Atan() => Check(x => x.Atan(), Math.Atan, -3, 3);
    [Test, Covers(typeof(SinhFn))] public void Sinh() => Check(x => x.Sinh(), Math.Sinh, -3, 3);
    [Test, Covers(typeof(CoshFn))] public void Cosh() => Check(x => x.Cosh(), Math.Cosh, -3, 3);
    [Test, Covers(typeof(TanhFn))] public void Tanh() => Check(x => x.Tanh(), Math.Tanh, -3, 3);
    [Test, Covers(typeof(AsinhFn))] public void Asinh() => Check(x => x.Asinh(), Math.Asinh, -3, 3);
    [Test, Covers(typeof(AcoshFn))] public void Acosh() => Check(x => x.Acosh(), Math.Acosh, 1.3, 5);
    [Test, Covers(typeof(AtanhFn))] public void Atanh() => Check(x => x.Atanh(), Math.Atanh, -0.8, 0.8);
    [Test, Covers(typeof(SigmoidFn))] public void Sigmoid() => Check(x => x.Sigmoid(), v => 1 / (1 + Math.Exp(-v)), -4, 4);
    [Test, Covers(typeof(SoftplusFn))] public void Softplus() => Check(x => x.Softplus(), v => Math.Log(1 + Math.Exp(v)), -4, 4);
    [Test, Covers(typeof(ErfFn))] public void Erf() => Check(x => x.Erf(), Integral, -2, 2);
    [Test, Covers(typeof(ErfInvFn))] public void ErfInv() => Check(x => x.ErfInv().Erf(), v => v, -0.9, 0.9);

    [Test, Covers(typeof(AbsFn))] public void Abs() => Check(x => x.Abs(), Math.Abs, Samples.AwayFromZero([3, 5]));
    [Test, Covers(typeof(SignFn))] public void Sign() => Check(x => x.Sign(), v => Math.Sign(v), Samples.AwayFromZero([3, 5]));
    [Test, Covers(typeof(ReluFn))] public void Relu() => Check(x => x.Relu(), v => Math.Max(v, 0), Samples.AwayFromZero([3, 5]));
    [Test, Covers(typeof(FloorFn))] public void Floor() => Check(x => x.Floor(), Math.Floor, Samples.BetweenMultiples([3, 5]));
    [Test, Covers(typeof(CeilingFn))] public void Ceiling() => Check(x => x.Ceiling(), Math.Ceiling, Samples.BetweenMultiples([3, 5]));
    [Test, Covers(typeof(RoundFn))] public void Round() => Check(x => x.Round(), Math.Round, Samples.BetweenMultiples([3, 5]) + 0.5);
    [Test, Covers(typeof(TruncateFn))] public void Truncate() => Check(x => x.Truncate(), Math.Truncate, Samples.BetweenMultiples([3, 5]));

    [Test]
    public void Numeric_Integers_StayIntegers()
    {
        foreach (var dtype in new[] { DType.Int32, DType.Int64 })
        {
            var x = Samples.Integers([37], -40, 40, dtype);
            foreach (var (f, plain) in new (Func<Tensor, Tensor>, Func<double, double>)[]
            {
                (t => -t, v => -v), (t => t.Abs(), Math.Abs), (t => t.Sign(), v => Math.Sign(v)), (t => t.Square(), v => v * v), (t => t.Relu(), v => Math.Max(v, 0)),
            })
            {
                Assert.That(f(x).DType, Is.EqualTo(dtype));
                Assert.That(f(x).ToDoubles(), Is.EqualTo(x.ToDoubles().Select(plain)));
            }
        }
    }

    [Test]
    public void Floating_Integers_BecomeFloat32()
    {
        var y = Tensor.From(new[] { 1, 4 }).Sqrt();
        Assert.That(y.DType, Is.EqualTo(DType.Float32));
        Assert.That(y.ToFloats(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void Integers_AreRejectedWithTheRemedy() => Assert.That(
        () => new UnaryOp<TanhFn>(default).Apply(Tensor.Ones([2], DType.Int32)), Throws.TypeOf<DTypeMismatchException>().With.Message.EqualTo(
            "[tanh] expects a floating type (float16, bfloat16, float32 or float64) but got int32. Cast the input, for example x.Cast(DType.Float32)."));

    [Test]
    public void Large_AnyNumberOfThreads_SameBits() => OpCheck.Threads(x => x[0].Tanh() * x[1], Samples.Uniform([400, 301]), Samples.Uniform([301]));

    private static void Check(Func<Tensor, Tensor> f, Func<double, double> plain, double low, double high) =>
        Check(f, plain, Samples.Uniform([3, 5], low, high));

    private static void Check(Func<Tensor, Tensor> f, Func<double, double> plain, Tensor x)
    {
        OpCheck.Run(t => f(t[0]), x);
        Close.Same("against plain arithmetic", Tensor.From(x.ToDoubles().Select(plain).ToArray(), x.Shape), f(x), 1e-12);
    }

    /// <summary>2/√π ∫ exp(−t²) over [0, v] by Simpson's rule.</summary>
    private static double Integral(double v)
    {
        const int n = 4000;
        double h = v / n, sum = 1 + Math.Exp(-v * v);
        for (int i = 1; i < n; i++) sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-i * h * (i * h));
        return sum * h / 3 * 2 / Math.Sqrt(Math.PI);
    }
}
