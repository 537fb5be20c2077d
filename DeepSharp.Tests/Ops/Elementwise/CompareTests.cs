namespace DeepSharp.Tests.Ops;

public sealed class CompareTests
{
    [Test, Covers(typeof(EqualFn))] public void Equal() => Check(Tensor.Equal, (a, b) => a == b);
    [Test, Covers(typeof(NotEqualFn))] public void NotEqual() => Check(Tensor.NotEqual, (a, b) => a != b);
    [Test, Covers(typeof(LessFn))] public void Less() => Check((a, b) => a < b, (a, b) => a < b);
    [Test, Covers(typeof(LessEqualFn))] public void LessEqual() => Check((a, b) => a <= b, (a, b) => a <= b);
    [Test, Covers(typeof(GreaterFn))] public void Greater() => Check((a, b) => a > b, (a, b) => a > b);
    [Test, Covers(typeof(GreaterEqualFn))] public void GreaterEqual() => Check((a, b) => a >= b, (a, b) => a >= b);

    [Test, Covers(typeof(WhereOp))]
    public void Where_EveryType_PassesOpCheck()
    {
        OpCheck.Run(x => Tensor.Where(x[0], x[1], x[2]), Samples.Bools([3, 4]), Samples.Uniform([3, 4]), Samples.Uniform([3, 4], seed: 2));
        OpCheck.Run(x => Tensor.Where(x[0], x[1], x[2]), Samples.Bools([3, 1]), Samples.Uniform([4]), Samples.Uniform([]));
        foreach (var dtype in Enum.GetValues<DType>())
        {
            var y = Tensor.Where(Tensor.From(new[] { true, false, true }), Tensor.Ones([3], dtype), Tensor.Zeros([3], dtype));
            Assert.That(y.DType, Is.EqualTo(dtype));
            Assert.That(y.ToDoubles(), Is.EqualTo(new double[] { 1, 0, 1 }));
        }
    }

    [Test]
    public void Where_OfManyElements_ChoosesEachByItself()
    {
        bool[] condition = [.. Enumerable.Range(0, 211).Select(i => i % 3 == 0 || i % 7 == 1)];
        foreach (var dtype in Enum.GetValues<DType>().Where(d => d != DType.Bool))
        {
            Tensor a = Samples.Integers([211], 0, 100, DType.Int32).Cast(dtype), b = Samples.Integers([211], 100, 200, DType.Int32, 2).Cast(dtype);
            Assert.That(
                Tensor.Where(Tensor.From(condition), a, b).ToDoubles(),
                Is.EqualTo(condition.Select((c, i) => c ? a.ToDoubles()[i] : b.ToDoubles()[i])), $"{dtype}");
        }
    }

    [Test]
    public void Where_NumberAsCondition_Throws() => Assert.That(
        () => Tensor.Where(Tensor.Zeros([2]), Tensor.Zeros([2]), Tensor.Zeros([2])),
        Throws.TypeOf<DTypeMismatchException>().With.Message.EqualTo("[where] the condition must be bool but is float32 [2]. Compare it with something first, for example x > 0."));

    [Test]
    public void Compare_NaN_IsUnequalToAll()
    {
        Tensor x = new[] { float.NaN, 1 };
        Assert.That(Tensor.Equal(x, x).ToArray<bool>(), Is.EqualTo(new[] { false, true }));
        Assert.That(Tensor.NotEqual(x, x).ToArray<bool>(), Is.EqualTo(new[] { true, false }));
        Assert.That((x < 2).ToArray<bool>(), Is.EqualTo(new[] { false, true }));
        Assert.That((x >= 0).ToArray<bool>(), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public void Compare_PlainNumbers()
    {
        var x = Tensor.From(new[] { 1, 2, 3 });
        Assert.That((x > 1.5).ToArray<bool>(), Is.EqualTo(new[] { false, true, true }));
        Assert.That((x <= 2).ToArray<bool>(), Is.EqualTo(new[] { true, true, false }));
        Assert.That(x.Equal(3).ToArray<bool>(), Is.EqualTo(new[] { false, false, true }));
        Assert.That(x.NotEqual(3).ToArray<bool>(), Is.EqualTo(new[] { true, true, false }));
    }

    private static void Check(Func<Tensor, Tensor, Tensor> f, Func<double, double, bool> plain)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Int32, DType.Int64, DType.UInt8 })
        {
            Tensor a = Samples.Integers([5, 37], 0, 4, dtype), b = Samples.Integers([37], 0, 4, dtype, 2);
            OpCheck.Run(x => f(x[0], x[1]), a, b);
            var stretched = b.BroadcastTo([5, 37]);
            Assert.That(f(a, b).ToArray<bool>(), Is.EqualTo(a.ToDoubles().Zip(stretched.ToDoubles(), plain)));
        }
        Assert.That(f(Tensor.Ones([2]), Tensor.Zeros([2], DType.Int32)).DType, Is.EqualTo(DType.Bool));
    }
}
