namespace DeepSharp.Tests.Ops;

public sealed class ArgMaxTests
{
    [Test]
    [Covers(typeof(ArgMaxOp), typeof(ArgMinOp))]
    public void ArgExtremes_EveryAxis_PassOpCheck()
    {
        var x = Samples.Distinct([2, 3, 4]);
        for (int axis = -3; axis < 3; axis++)
        {
            OpCheck.Run(new ArgMaxOp(axis, false), x);
            OpCheck.Run(new ArgMinOp(axis, true), x);
            OpCheck.Run(new ArgMaxOp(axis, true), Samples.Integers([2, 3, 4], dtype: DType.Int64));
        }
    }

    [Test]
    public void ArgMax_Ties_GivesTheFirst()
    {
        Tensor x = new float[,] { { 1, 3, 3 }, { 0, 0, 0 } };
        Assert.That(x.ArgMax(1).ToArray<int>(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(x.ArgMin(1).ToArray<int>(), Is.EqualTo(new[] { 0, 0 }));
        Assert.That(x.ArgMax(0).ToArray<int>(), Is.EqualTo(new[] { 0, 0, 0 }));
        Assert.That(x.ArgMax().Item(), Is.EqualTo(1));
        Assert.That(x.ArgMax(keepDims: true).Shape, Is.EqualTo(new Shape(1, 1)));
        Assert.That(Tensor.From(new[] { false, true, true }).ArgMax().Item(), Is.EqualTo(1));
    }

    [Test]
    public void ArgMax_NaN_IsFound()
    {
        Tensor x = new[] { 1, float.NaN, 5, float.NaN };
        Assert.That(x.ArgMax().Item(), Is.EqualTo(1));
        Assert.That(x.ArgMin().Item(), Is.EqualTo(1));
    }

    [Test]
    public void ArgMax_ManyColumns_AgreesWithPlainSearch()
    {
        var x = Samples.Uniform([3, 17, 700]);
        double[] v = x.ToDoubles();
        var expected = new int[3 * 700];
        for (int o = 0; o < 3; o++)
            for (int c = 0; c < 700; c++)
                expected[o * 700 + c] = Enumerable.Range(0, 17).MaxBy(r => v[(o * 17 + r) * 700 + c]);
        Assert.That(x.ArgMax(1).ToArray<int>(), Is.EqualTo(expected));
    }
}
