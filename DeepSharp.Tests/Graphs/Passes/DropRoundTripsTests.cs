namespace DeepSharp.Tests.Graphs;

public sealed class DropRoundTripsTests
{
    private static readonly Tensor X = Samples.Uniform([4, 6]).Cast(DType.BFloat16);

    private static string Kept(Func<Tensor, Tensor> function, Tensor? input = null)
    {
        var graph = Trace.Record(Device.Cpu, [(input ?? X).Spec], x => [function(x[0])]);
        DropRoundTrips.Run(graph);
        MergeDuplicates.Run(graph);
        RemoveDeadNodes.Run(graph);
        return string.Join(" ", graph.Nodes.Select(n => n.Op.Name));
    }

    [Test]
    public void Choices_NeedNoRounding()
    {
        Assert.That(Kept(x => -x.Relu()), Is.EqualTo("cast relu negate cast"));
        Assert.That(Kept(x => Tensor.Maximum(x, -x).Max(0)), Is.EqualTo("cast negate maximum max cast"));
        Assert.That(Kept(x => x.Cast(DType.Float32).Cast(DType.BFloat16) + x), Is.EqualTo("cast add cast"), "widening is exact");
    }

    [Test]
    public void Results_ThatAreRounded_StayRounded()
    {
        Assert.That(Kept(x => -x.Tanh()), Is.EqualTo("cast tanh cast cast negate cast"));
        Assert.That(Kept(x => x.Cast(DType.BFloat16).Cast(DType.Float32), X.Cast(DType.Float32)), Is.EqualTo("cast cast"));
        Assert.That(Kept(x => x.Cast(DType.Float32).Cast(DType.Float16).Cast(DType.Float32)), Is.EqualTo("cast cast cast"), "another 16-bit type");
    }

    [Test]
    public void Program_GivesTheBitsOfEagerRunning()
    {
        static Tensor[] Run(Tensor[] x) => [((x[0].Relu() * 1.3).Maximum(0.1) - x[0]).Tanh().Relu().MatMul(x[0], transposeB: true).Softmax()];
        foreach (var dtype in new[] { DType.Float16, DType.BFloat16 })
        {
            var x = Samples.Uniform([33, 65]).Cast(dtype);
            Close.Identical($"{dtype}", Run([x]), Program.Compile(Device.Cpu, [x.Spec], Run).Run(x));
        }
    }
}
