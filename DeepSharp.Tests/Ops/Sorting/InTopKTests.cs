namespace DeepSharp.Tests;

public sealed class InTopKTests
{
    [Test]
    [Covers(typeof(InTopKOp))]
    public void InTopK_Predictions_HoldAllChecks()
    {
        OpCheck.Run(new InTopKOp(2), Samples.Integers([6], 0, 5), Samples.Distinct([6, 5]));
        OpCheck.Run(new InTopKOp(1), Samples.Integers([6], 0, 5, DType.Int64), Samples.Distinct([6, 5]));
    }

    [Test]
    public void InTopK_Ties_AreAllInTheTop()
    {
        Tensor scores = new float[,] { { 1, 2, 2, 0 } };
        bool At(int target, int k) => Tensor.InTopK(Tensor.From([target]), scores, k).Item() != 0;
        Assert.That(new[] { At(1, 1), At(2, 1), At(0, 1), At(0, 2), At(0, 3), At(3, 3), At(3, 4), At(3, 9), At(1, 0) },
            Is.EqualTo(new[] { true, true, false, false, true, false, true, true, false }));
    }

    [Test]
    public void InTopK_UnclearRows_AreFalse()
    {
        Tensor scores = new float[,] { { 1, 2 }, { 1, 2 }, { float.NaN, 2 }, { float.PositiveInfinity, 2 }, { 1, 2 } };
        Assert.That(Tensor.InTopK(Tensor.From([2, -1, 1, 1, 1]), scores, 2).ToArray<bool>(), Is.EqualTo(new[] { false, false, false, false, true }));
        Assert.That(Tensor.InTopK(Tensor.From([0]), Tensor.Zeros([1, 0]), 1).Item(), Is.Zero);
    }

    [Test]
    public void InTopK_BadShapes_Throw()
    {
        Assert.That(() => Tensor.InTopK(Tensor.From([1]), Tensor.Zeros([2, 3]), 1),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("targets [batch]"));
        Assert.That(() => Tensor.InTopK(Tensor.From([1f]), Tensor.Zeros([1, 3]), 1), Throws.TypeOf<DTypeMismatchException>());
        var open = new Tensor(new([Dim.Any, Dim.Any], DType.Float32), Device.Null);
        Assert.That(Tensor.InTopK(new(new([Dim.Any], DType.Int32), Device.Null), open, 1).Shape, Is.EqualTo(new Shape(Dim.Any)));
    }
}
