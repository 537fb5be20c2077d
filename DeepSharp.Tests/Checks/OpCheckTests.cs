namespace DeepSharp.Tests;

public sealed class OpCheckTests
{
    private static readonly Tensor X = Samples.Uniform([2, 3]);

    [Test]
    [Covers(typeof(TanhFn), typeof(SoftmaxOp), typeof(MatMulOp))]
    public void Run_GoodOps_Passes()
    {
        OpCheck.Run(x => x[0].Tanh(), X);
        OpCheck.Run(new SoftmaxOp(-1), X);
        OpCheck.Run(new MatMulOp(), X, Samples.Uniform([3, 4]));
    }

    [Test]
    public void Run_WrongGradient_NamesElementAndBothValues() => Assert.That(
        () => OpCheck.Run(x => CustomGradient.Apply(t => t[0] * t[0], s => [s.Dy * s.X * 2.001], x[0]), X),
        Throws.TypeOf<AssertionException>().With.Message.Contains("gradient with respect to input 0, element [0, 0]: expected "));

    [Test]
    public void Run_WrongSecondGradient_IsFound() => Assert.That(
        () => OpCheck.Run(x => CustomGradient.Apply(t => t[0].Exp(), s => [s.Dy * s.Y.StopGradient()], x[0]), X),
        Throws.TypeOf<AssertionException>().With.Message.Contains("second derivative"));

    [Test]
    public void Run_ShapeRuleThatLies_IsFound() => Assert.That(
        () => OpCheck.Run(x => x[0].Device == Device.Null ? x[0].Transpose() : x[0], X),
        Throws.TypeOf<AssertionException>().With.Message.Contains("on the null device"));

    [Test]
    public void Run_FunctionOfTheTrace_IsFound() => Assert.That(
        () => OpCheck.Run(x => Trace.Current is null ? x[0] * 2 : x[0] * 3, new OpCheckOptions { Checks = OpChecks.Values }, X),
        Throws.TypeOf<AssertionException>().With.Message.Contains("traced against eager"));

    [Test]
    public void Run_FunctionOfTheLayout_IsFound()
    {
        static Tensor Peek(Tensor[] x) => x[0] * (x[0].IsContiguous ? 1 : 2);
        Assert.That(
            () => OpCheck.Run(Peek, new OpCheckOptions { Checks = OpChecks.Strided }, X),
            Throws.TypeOf<AssertionException>().With.Message.Contains("input 0 transposed"));
        Assert.That(
            () => OpCheck.Run(Peek, new OpCheckOptions { Checks = OpChecks.Broadcast }, X),
            Throws.TypeOf<AssertionException>().With.Message.Contains("input 0 stretched along axis 0"));
    }

    [Test]
    public void Run_FunctionOfThePrecision_IsFound() => Assert.That(
        () => OpCheck.Run(x => x[0].DType == DType.Float32 ? x[0] + 1e-3 : x[0] + 0, X),
        Throws.TypeOf<AssertionException>().With.Message.Contains("float32 against float64"));

    [Test]
    public void Run_Another16BitResult_IsFound() => Assert.That(
        () => OpCheck.Run(x => x[0].DType == DType.BFloat16 ? x[0].Sigmoid() : x[0].Tanh(), X),
        Throws.TypeOf<AssertionException>().With.Message.Contains("[bfloat16]: against float32 rounded"));

    [Test]
    public void Program_Outputs_AreRealTensors()
    {
        var program = Program.Compile(Device.Cpu, [X.Spec], x => [x[0] * 2]);
        var y = program.Run(X)[0];
        Assert.That(y.IsSymbolic, Is.False);
        Assert.That((y + 1).ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => v * 2 + 1)));
    }

    [Test]
    public void Run_SingleInput_Throws() => Assert.That(
        () => OpCheck.Run(x => x[0].Tanh(), X.Cast(DType.Float32)), Throws.ArgumentException.With.Message.Contains("must be float64"));

    [Test]
    public void Variants_KeepTheValues()
    {
        var x = Samples.Uniform([3, 4, 5]);
        foreach (var view in new[] { InputVariants.Transposed(x), InputVariants.Sliced(x) })
        {
            Assert.That(view.IsContiguous, Is.False);
            Assert.That(view.ToDoubles(), Is.EqualTo(x.ToDoubles()));
        }
        Assert.That(InputVariants.Repeated(X, 0).ToDoubles(), Is.EqualTo([.. X.ToDoubles()[..3], .. X.ToDoubles()[..3]]));
        Assert.That(InputVariants.First(X).ToDoubles(), Is.EqualTo(X.ToDoubles()[..1]));
    }
}
