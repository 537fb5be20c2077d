namespace DeepSharp.Tests.Graphs;

public sealed class SimplifyTests
{
    private static readonly Tensor X = new float[] { -1, 2, float.NaN };

    private static List<Node> Kept(Func<Tensor, Tensor> function, Tensor? input = null)
    {
        var graph = Trace.Record(Device.Cpu, [(input ?? X).Spec], x => [function(x[0])]);
        Simplify.Run(graph);
        return graph.Nodes;
    }

    [Test]
    public void Neutral_OperandsVanish()
    {
        foreach (var f in new Func<Tensor, Tensor>[] { x => x * 1, x => 1 * x, x => x + 0, x => 0 + x, x => x - 0, x => x / 1, x => x * Tensor.Ones([3]), x => (x * 1 + 0) / 1 })
            Assert.That(Kept(f), Is.Empty);
    }

    [Test]
    public void Others_Stay()
    {
        foreach (var f in new Func<Tensor, Tensor>[] { x => 0 * x, x => 0 - x, x => 1 / x, x => x * 0, x => x + 1, x => x * 2 })
            Assert.That(Kept(f), Has.Count.EqualTo(1));
        var program = Program.Compile(Device.Cpu, [X.Spec], x => [0 * x[0]]);
        Assert.That(program.Run(X)[0].ToFloats(), Is.EqualTo(new[] { 0, 0, float.NaN }), "0 · NaN is NaN");
    }

    [Test]
    public void Change_OfShape_Stays()
    {
        Assert.That(Kept(x => x * Tensor.Ones([2, 3])), Has.Count.EqualTo(1));
        var program = Program.Compile(Device.Cpu, [X.Spec], x => [x[0] + Tensor.Zeros([2, 1])]);
        Assert.That(program.Run(X)[0].Shape, Is.EqualTo(new Shape(2, 3)));
    }
}
