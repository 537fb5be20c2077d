namespace DeepSharp.Tests.Graphs;

public sealed class MergeDuplicatesTests
{
    private static readonly Tensor X = new float[] { 1, 2, 3 };

    private static int Kept(Func<Tensor[], Tensor[]> function, params TensorSpec[] inputs)
    {
        var graph = Trace.Record(Device.Cpu, inputs, function);
        MergeDuplicates.Run(graph);
        return graph.Nodes.Count;
    }

    [Test]
    public void Equal_OpsMerge_AlsoInChains()
    {
        Assert.That(Kept(x => [x[0].Exp(), x[0].Exp()], X.Spec), Is.EqualTo(1));
        Assert.That(Kept(x => [(x[0] * 2).Exp().Sum(), (x[0] * 2).Exp().Sum()], X.Spec), Is.EqualTo(3));
        Assert.That(Kept(x => [x[0] - x[1], x[1] - x[0]], X.Spec, X.Spec), Is.EqualTo(2));
        Assert.That(Kept(x => [x[0].Exp(), x[0].Sin()], X.Spec), Is.EqualTo(2));
        Assert.That(Kept(x => [x[0] * 2, x[0] * 3], X.Spec), Is.EqualTo(2));
    }

    [Test]
    public void Random_OpsMerge_OnlyOnOneState()
    {
        TensorSpec state = new([2], DType.Int64);
        Assert.That(Kept(s => [new RandomUniformOp([3]).Apply(s[0]), new RandomUniformOp([3]).Apply(s[0])], state), Is.EqualTo(1));
        Assert.That(Kept(s => [new RandomUniformOp([3]).Apply(s[0]), new RandomUniformOp([3]).Apply(s[1])], state, state), Is.EqualTo(2));
        var generator = new SeedGenerator(5);
        var program = Program.Compile(Device.Cpu, [], _ => [Tensor.RandomUniform([8], seed: generator), Tensor.RandomUniform([8], seed: generator)]);
        var results = program.Run();
        Assert.That(results[0].ToFloats(), Is.Not.EqualTo(results[1].ToFloats()));
    }

    [Test]
    public void Zeros_OfBothSigns_AreNotOne()
    {
        var program = Program.Compile(Device.Cpu, [X.Spec], x => [x[0] / 0.0, x[0] / -0.0]);
        var results = program.Run(X);
        Assert.That(results[0].ToFloats(), Is.All.EqualTo(float.PositiveInfinity));
        Assert.That(results[1].ToFloats(), Is.All.EqualTo(float.NegativeInfinity));
    }
}
