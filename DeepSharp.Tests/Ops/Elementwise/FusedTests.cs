namespace DeepSharp.Tests.Ops;

public sealed class FusedTests
{
    /// <summary>Made after differentiation, and after 16-bit floats were widened.</summary>
    private static readonly OpCheckOptions s_forward = new() { Checks = OpChecks.All & ~OpChecks.Gradient & ~OpChecks.SecondGradient & ~OpChecks.Half };

    [Test, Covers(typeof(FusedOp))]
    public void Fused_Chain_EqualsItsSteps()
    {
        // tanh(a · b + c) · a
        var op = new FusedOp([
            new(new BinaryOp<MultiplyFn>(default), [0, 1]), new(new BinaryOp<AddFn>(default), [3, 2]),
            new(new UnaryOp<TanhFn>(default), [4]), new(new BinaryOp<MultiplyFn>(default), [5, 0])]);
        foreach (var (a, b, c) in new (Shape, Shape, Shape)[] { ([3, 4], [3, 4], [3, 4]), ([3, 4], [4], []), ([2, 1, 5], [3, 1], [5]), ([40, 50], [50], [40, 1]) })
        {
            Tensor x = Samples.Uniform(a), y = Samples.Uniform(b, seed: 2), z = Samples.Uniform(c, seed: 3);
            OpCheck.Run(op, s_forward, x, y, z);
            Close.Identical("fused", [(x * y + z).Tanh() * x], [op.Apply(x, y, z)]);
        }
    }

    [Test]
    public void Fused_MixedTypes_EqualsItsSteps()
    {
        // where(a > b, a, cast(i))
        var op = new FusedOp([
            new(new CompareOp<GreaterFn>(default), [0, 1]), new(new CastOp(DType.Float64), [2]), new(new WhereOp(), [3, 0, 4])]);
        Tensor a = Samples.Uniform([7, 33]), b = Samples.Uniform([33], seed: 2), i = Samples.Integers([7, 1]);
        Close.Identical("fused", [Tensor.Where(a > b, a, i.Cast(DType.Float64))], [op.Apply(a, b, i)]);
        Assert.That(op.Name, Is.EqualTo("greater+cast+where"));
    }

    [Test]
    public void Fused_LongChain_ReusesItsSlots()
    {
        var steps = new List<FusedStep>();
        for (int i = 0; i < 40; i++) steps.Add(new(i % 2 == 0 ? new UnaryOp<SinFn>(default) : new UnaryOp<NegateFn>(default), [i]));
        var x = Samples.Uniform([5000]);
        var expected = x;
        for (int i = 0; i < 40; i++) expected = i % 2 == 0 ? expected.Sin() : -expected;
        Close.Identical("chain", [expected], [new FusedOp([.. steps]).Apply(x)]);
    }

    [Test]
    public void Fused_EqualSteps_AreEqualOps() => Assert.That(
        new FusedOp([new(new UnaryOp<TanhFn>(default), [0])]), Is.EqualTo(new FusedOp([new(new UnaryOp<TanhFn>(default), [0])])));
}
