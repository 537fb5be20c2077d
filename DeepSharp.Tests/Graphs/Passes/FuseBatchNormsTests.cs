namespace DeepSharp.Tests.Graphs;

public sealed class FuseBatchNormsTests
{
    private static readonly Tensor[] s_inputs =
        [F(Samples.Uniform([3, 5, 4, 37])), F(Samples.Uniform([37], 0.5, 2, seed: 2)), F(Samples.Uniform([37], seed: 3)), F(Samples.Uniform([3, 5, 4, 37], seed: 4))];

    private static Tensor F(Tensor t) => t.Cast(DType.Float32);

    /// <summary>Compiles, compares with the bits of the eager values, and gives the names of the ops.</summary>
    private static string[] Names(Func<Tensor[], Tensor[]> function)
    {
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(s_inputs, x => x.Spec), function);
        for (int run = 0; run < 2; run++) Close.Identical($"fused, run {run}", function(s_inputs), program.Run(s_inputs));
        return [.. program.Listing.Select(s => s[(s.IndexOf("= ", StringComparison.Ordinal) + 2)..s.IndexOf('(')])];
    }

    /// <summary>The values of f over the normalized data, and the gradients of all inputs where the results count by the last of them.</summary>
    private static Func<Tensor[], Tensor[]> WithGradients(Func<Tensor, Tensor[], Tensor> f) => x =>
    {
        using var tape = new GradientTape();
        foreach (var t in x) tape.Watch(t);
        var z = f(x[0].BatchNorm(x[1], x[2]).Y, x);
        return [z, .. tape.Gradient((z * x[3]).Sum(), x[..3]).OfType<Tensor>()];
    };

    [Test]
    public void Activation_IsPartOfTheNormalization()
    {
        Assert.That(Names(x => [x[0].BatchNorm(x[1], x[2]).Y.Relu()]), Is.EqualTo(new[] { "batch_norm+relu" }));
        Assert.That(Names(x => [x[0].BatchNorm(x[1], x[2]).Y.Tanh()]), Is.EqualTo(new[] { "batch_norm+tanh" }));
        Assert.That(Names(x => [(x[0].BatchNorm(x[1], x[2]).Y + x[3]).Relu()]), Is.EqualTo(new[] { "batch_norm+add+relu" }));
        Assert.That(Names(x => [x[3] + x[0].BatchNorm(x[1], x[2]).Y]), Is.EqualTo(new[] { "batch_norm+add" }));
    }

    [Test]
    public void Sum_OfTwoNormalizations_JoinsTheLaterOne() => Assert.That(
        Names(x => [(x[0].BatchNorm(x[1], x[2]).Y + x[3].BatchNorm(x[1], x[2]).Y).Relu()]), Is.EqualTo(new[] { "batch_norm", "batch_norm+add+relu" }));

    [Test]
    public void NormalizedData_UsedElsewhere_StaysApart() => Assert.That(
        Names(x =>
        {
            var y = x[0].BatchNorm(x[1], x[2]).Y;
            return [y.Relu(), y];
        }), Is.EqualTo(new[] { "batch_norm", "relu" }));

    [Test]
    public void GradientOfTheActivation_IsPartOfTheNormalizations()
    {
        Assert.That(Names(WithGradients((y, _) => y.Relu())), Is.SupersetOf(new[] { "batch_norm+relu", "relu_gradient+batch_norm_gradient" }));
        Assert.That(Names(WithGradients((y, _) => y.Relu(0.1, 0.8))), Is.SupersetOf(new[] { "batch_norm+ramp", "ramp_gradient+batch_norm_gradient" }));
        Assert.That(Names(WithGradients((y, _) => y.Relu(0, 0.5, 0.25))), Is.SupersetOf(new[] { "batch_norm+ramp", "ramp_gradient+batch_norm_gradient" }));
    }

    [Test]
    public void GradientThatSeesMoreThanTheNormalizedData_StaysApart()
    {
        Assert.That(Names(WithGradients((y, x) => (y + x[3]).Relu())), Has.Some.EqualTo("batch_norm_gradient"), "the sum decides");
        Assert.That(Names(WithGradients((y, _) => y.Relu() + y)), Has.Some.EqualTo("batch_norm_gradient"), "another way around the activation");
    }

    [Test, Covers(typeof(FusedBatchNormOp), typeof(FusedBatchNormGradientOp))]
    public void FusedOps_EqualTheirParts()
    {
        var options = new OpCheckOptions
        {
            Checks = OpChecks.All & ~OpChecks.Gradient & ~OpChecks.SecondGradient & ~OpChecks.OneElement & ~OpChecks.Empty,
            SingleTolerance = 1e-4,
        };
        Tensor x = Samples.Uniform([5, 3]), gamma = Samples.Uniform([3], 0.5, 2, seed: 2), beta = Samples.Uniform([3], seed: 3), other = Samples.Uniform([5, 3], seed: 4);
        var norm = new BatchNormOp(1, 1e-2);
        var fused = new FusedBatchNormOp(norm, new BinaryOp<AddFn>(default), new UnaryOp<TanhFn>(default));
        OpCheck.Run(fused, options, x, gamma, beta, other);
        var parts = norm.ApplyAll(x, gamma, beta);
        Close.Same("forward", [(parts[0] + other).Tanh(), .. parts[1..]], fused.ApplyAll(x, gamma, beta, other), 1e-13);

        var gradient = new BatchNormGradientOp(1, 1e-2);
        var gated = new FusedBatchNormGradientOp(gradient, new BinaryOp<ReluGradientFn>(default));
        OpCheck.Run(gated, options, x, gamma, parts[1], parts[2], other, beta);
        var dy = Tensor.Zip<ReluGradientFn>(other, parts[0]);
        Close.Same(
            "gradient", gradient.ApplyAll(x, gamma, parts[1], parts[2], dy), gated.ApplyAll(x, gamma, parts[1], parts[2], other, beta), 1e-13);
    }

    [Test]
    public void FusedKernels_OfManyRows_DoNotDependOnThreads()
    {
        OpCheck.Threads(t => (t[0].BatchNorm(t[1], t[2]).Y + t[3]).Relu(), Big());
        OpCheck.Threads(t => t[0].BatchNorm(t[1], t[2]).Y.Relu(0, 0.7) * t[3], Big());
    }

    private static Tensor[] Big() =>
        [Samples.Uniform([9, 37, 11, 33]), Samples.Uniform([33]), Samples.Uniform([33], seed: 2), Samples.Uniform([9, 37, 11, 33], seed: 5)];
}
