namespace DeepSharp.Tests.Graphs;

public sealed class FuseElementwiseTests
{
    private static readonly Tensor X = Samples.Uniform([4, 6]).Cast(DType.Float32), Y = Samples.Uniform([4, 6], seed: 2).Cast(DType.Float32);

    /// <summary>Compiles, compares with the eager values, and gives the number of steps.</summary>
    private static int Steps(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
    {
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), function);
        for (int run = 0; run < 2; run++) Close.Identical("fused", function(inputs), program.Run(inputs));
        return program.Listing.Count();
    }

    [Test]
    public void Chain_IsOneLoop() => Assert.That(Steps(x => [((x[0] * 2 + x[1]).Tanh() - x[1]).Square()], X, Y), Is.EqualTo(1));

    [Test]
    public void Diamond_IsOneLoop() => Assert.That(Steps(x =>
    {
        var a = x[0].Sin();
        return [(a + 1) * (a - x[1])];
    }, X, Y), Is.EqualTo(1));

    [Test]
    public void Operands_Stretched_AreReadAsTheyAre()
    {
        Tensor row = Samples.Uniform([6], seed: 3).Cast(DType.Float32), column = Samples.Uniform([4, 1], seed: 4).Cast(DType.Float32);
        Assert.That(Steps(x => [(x[0] * x[1] + x[2]).Exp() + x[0]], X, row, column), Is.EqualTo(1));
        Assert.That(Steps(x => [x[0] * x[1].Exp()], X, row), Is.EqualTo(2), "a smaller result is computed once, not for every row");
        Assert.That(Steps(x => [x[0].Transpose() + x[1].Transpose().Exp()], X, Y), Is.EqualTo(1), "transposed");
    }

    [Test]
    public void Intermediate_UsedOutside_StaysApart()
    {
        Assert.That(Steps(x =>
        {
            var a = x[0].Exp();
            return [a + 1, a];
        }, X), Is.EqualTo(2), "a result");
        Assert.That(Steps(x =>
        {
            var a = x[0].Exp();
            return [(a + 1).Sin(), a.Sum(0)];
        }, X), Is.EqualTo(3), "read by a reduction");
    }

    [Test]
    public void Integers_Bools_WhereAndCast_Join()
    {
        Assert.That(Steps(x => [Tensor.Where(x[0] > x[1], x[0] * 2, x[1].Exp())], X, Y), Is.EqualTo(1));
        Assert.That(Steps(x => [(x[0] > x[1]).Cast(DType.Float32) * x[0]], X, Y), Is.EqualTo(1));
        Tensor a = Samples.Integers([4, 6]), b = Samples.Integers([4, 6], seed: 2);
        Assert.That(Steps(x => [(x[0] * 3 + x[1]).Cast(DType.Int64) - 1], a, b), Is.EqualTo(1));
        Assert.That(Steps(x => [(x[0] + x[1] > 0).Cast(DType.Int32)], a, b), Is.EqualTo(1));
    }

    [Test]
    public void Limits_OfStepsAndInputs_Split()
    {
        int steps = Steps(x =>
        {
            var y = x[0];
            for (int i = 0; i < 60; i++) y = y.Sin();
            return [y];
        }, X);
        Assert.That(steps, Is.EqualTo(3), "24 steps at most in one loop");
        Tensor[] many = [.. Enumerable.Range(0, 30).Select(i => Samples.Uniform([4, 6], seed: i).Cast(DType.Float32))];
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(many, x => x.Spec), x => [x.Aggregate((a, b) => a + b)]);
        Close.Identical("many inputs", [many.Aggregate((a, b) => a + b)], program.Run(many));
        Assert.That(program.Listing.Count(), Is.EqualTo(3), "12 inputs at most in one loop");
    }
}
