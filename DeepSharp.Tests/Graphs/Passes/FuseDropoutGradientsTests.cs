namespace DeepSharp.Tests.Graphs;

public sealed class FuseDropoutGradientsTests
{
    private static readonly Tensor s_state = Tensor.From([3L, 5]), s_other = Tensor.From([3L, 6]);

    private static string[] Names(Func<Tensor, Tensor> f, DType? type = null) =>
        CompiledGradient.Names(f, Samples.Uniform([16, 40], -1, 1).Cast(type ?? DType.Float32));

    private static int Masks(string[] names) => names.Count(n => n == "dropout");

    [Test]
    public void Relu_BeforeDropout_IsGatedByItsResult([Values(0.0, 0.2, 0.9)] double rate)
    {
        foreach (var type in new[] { DType.Float32, DType.Float64 })
            Assert.That(Masks(Names(t => t.Relu().Dropout(rate, s_state), type)), Is.EqualTo(1), $"{type}");
    }

    [Test]
    public void TwoMasks_HaveTheirOwnGates() =>
        Assert.That(Masks(Names(t => t.Relu().Dropout(0.3, s_state) + t.Relu().Dropout(0.3, s_other))), Is.EqualTo(2));

    [Test]
    public void Gate_BehindAProduct_IsPartOfIt()
    {
        var w = Samples.Uniform([40, 24], seed: 2).Cast(DType.Float32);
        Assert.That(Names(t => (t * 2).Relu().Dropout(0.3, s_state).MatMul(w)), Has.Some.EqualTo("matmul+dropped_relu_gradient"));
    }

    [Test]
    public void OtherFunctionsAndUses_StayApart()
    {
        Assert.That(Masks(Names(t => t.Tanh().Dropout(0.3, s_state))), Is.EqualTo(2), "another activation");
        Assert.That(Masks(Names(t => t.Relu().Dropout(1, s_state))), Is.EqualTo(2), "nothing is kept");
        Assert.That(Masks(Names(t =>
        {
            var r = t.Relu();
            return r.Dropout(0.3, s_state) + r;
        })), Is.EqualTo(2), "relu goes elsewhere too");
    }

    [Test]
    public void ResultThatComesLater_IsNoGate()
    {
        Tensor x = Samples.Uniform([6, 7], -1, 1), dy = Samples.Uniform([6, 7], seed: 2);
        var drop = new DropoutOp(0.4);
        Tensor[] Step(Tensor[] t)
        {
            var r = t[0].Relu();
            return [Tensor.Zip<ReluGradientFn>(drop.Apply(t[1], s_state), r), drop.Apply(r, s_state)];
        }
        Close.Identical("both", Step([x, dy]), Program.Compile(Device.Cpu, [x.Spec, dy.Spec], Step).Run(x, dy));
    }

    [Test, Covers(typeof(DroppedReluGradientFn))]
    public void Function_EqualsItsParts()
    {
        Tensor x = Samples.AwayFromZero([6, 7], 0.1, 2.9), dy = Samples.Uniform([6, 7], seed: 2);
        var drop = new DropoutOp(0.4);
        var fn = new BinaryOp<DroppedReluGradientFn>(new(drop.Scale));
        OpCheck.Run(fn, new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.SecondGradient }, dy, x);
        var r = x.Relu();
        Close.Identical("parts", [Tensor.Zip<ReluGradientFn>(drop.Apply(dy, s_state), r)], [fn.Apply(dy, drop.Apply(r, s_state))]);
    }
}
