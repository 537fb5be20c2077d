namespace DeepSharp.Tests.Ops;

/// <summary>Each function of two numbers: OpCheck over broadcast shapes, and values against plain arithmetic.</summary>
public sealed class BinaryTests
{
    [Test, Covers(typeof(AddFn))] public void Add() => Check((a, b) => a + b, (a, b) => a + b);
    [Test, Covers(typeof(SubtractFn))] public void Subtract() => Check((a, b) => a - b, (a, b) => a - b);
    [Test, Covers(typeof(MultiplyFn))] public void Multiply() => Check((a, b) => a * b, (a, b) => a * b);
    [Test, Covers(typeof(DivideFn))] public void Divide() => Check((a, b) => a / b, (a, b) => a / b);
    [Test, Covers(typeof(MaximumFn))] public void Maximum() => Check(Tensor.Maximum, Math.Max);
    [Test, Covers(typeof(MinimumFn))] public void Minimum() => Check(Tensor.Minimum, Math.Min);
    [Test, Covers(typeof(Atan2Fn))] public void Atan2() => Check(Tensor.Atan2, Math.Atan2);
    [Test, Covers(typeof(PowFn))] public void Pow() => Check((a, b) => a.Abs().Pow(b), (a, b) => Math.Pow(Math.Abs(a), b));
    [Test, Covers(typeof(FloorModFn))] public void FloorMod() => Check((a, b) => a % b, (a, b) => a - Math.Floor(a / b) * b);

    [Test, Covers(typeof(ReluGradientFn))]
    public void ReluGradient() => Check((a, b) => Tensor.Zip<ReluGradientFn>(a, b), (a, b) => b > 0 ? a : 0);

    [Test, Covers(typeof(RampGradientFn))]
    public void RampGradient()
    {
        var fn = new RampGradientFn(0.25, 0.75, 0.125);
        Check((a, b) => Tensor.Zip(a, b, fn), (a, b) => b >= 0.75 ? 0 : b > 0.125 ? a : 0.25 * a);
    }

    [Test]
    public void Plain_NumbersOnEitherSide()
    {
        Tensor x = new float[] { 1, 2, 4 };
        Assert.That((x + 1).ToFloats(), Is.EqualTo(new float[] { 2, 3, 5 }));
        Assert.That((1 - x).ToFloats(), Is.EqualTo(new float[] { 0, -1, -3 }));
        Assert.That((2 * x).ToFloats(), Is.EqualTo(new float[] { 2, 4, 8 }));
        Assert.That((8 / x).ToFloats(), Is.EqualTo(new float[] { 8, 4, 2 }));
        Assert.That((x % 3).ToFloats(), Is.EqualTo(new float[] { 1, 2, 1 }));
        Assert.That(x.Maximum(2).ToFloats(), Is.EqualTo(new float[] { 2, 2, 4 }));
        Assert.That(x.Minimum(2).ToFloats(), Is.EqualTo(new float[] { 1, 2, 2 }));
    }

    [TestCase(DType.Int32, 2.0, DType.Int32)]
    [TestCase(DType.Int64, -3.0, DType.Int64)]
    [TestCase(DType.Int32, 0.5, DType.Float32)]
    [TestCase(DType.UInt8, 1.0, DType.Int32)]
    [TestCase(DType.Bool, 1.0, DType.Int32)]
    [TestCase(DType.Bool, 1.5, DType.Float32)]
    [TestCase(DType.Float64, 0.1, DType.Float64)]
    [TestCase(DType.Int32, double.PositiveInfinity, DType.Float32)]
    public void Plain_Number_TakesTheTensorsTypeUnlessCutOff(DType dtype, double number, DType expected)
    {
        var y = Tensor.Ones([3], dtype) + number;
        Assert.That(y.DType, Is.EqualTo(expected));
        Assert.That(y.ToDoubles(), Is.All.EqualTo(1 + number).Within(1e-12));
    }

    [TestCase(DType.Int32, DType.Float32, DType.Float32)]
    [TestCase(DType.Int64, DType.Int32, DType.Int64)]
    [TestCase(DType.Bool, DType.Bool, DType.Int32)]
    [TestCase(DType.UInt8, DType.Bool, DType.Int32)]
    [TestCase(DType.Float16, DType.BFloat16, DType.Float32)]
    [TestCase(DType.Float32, DType.Float64, DType.Float64)]
    [TestCase(DType.Int64, DType.Float32, DType.Float32)]
    public void Mixed_Types_ArePromoted(DType a, DType b, DType expected)
    {
        var y = Tensor.Ones([2], a) + Tensor.Ones([2], b);
        Assert.That(y.DType, Is.EqualTo(expected));
        Assert.That(y.ToDoubles(), Is.All.EqualTo(2));
    }

    [Test]
    public void Integers_DivideAndRemainder_AsInPython()
    {
        // 37 elements: whole registers and a rest.
        int[] a = [.. Enumerable.Range(-18, 37)], b = [.. Enumerable.Range(0, 37).Select(i => i % 2 == 0 ? 5 : -4)];
        foreach (var dtype in new[] { DType.Int32, DType.Int64 })
        {
            Tensor x = Tensor.From(a).Cast(dtype), y = Tensor.From(b).Cast(dtype);
            Assert.That(x.FloorDivide(y).ToInts(), Is.EqualTo(a.Zip(b, (p, q) => (int)Math.Floor((double)p / q))));
            Assert.That((x % y).ToInts(), Is.EqualTo(a.Zip(b, (p, q) => p - (int)Math.Floor((double)p / q) * q)));
            Assert.That(x.FloorDivide(y).DType, Is.EqualTo(dtype));
            Assert.That((x / y).DType, Is.EqualTo(DType.Float32));
            Assert.That((x * y).ToInts(), Is.EqualTo(a.Zip(b, (p, q) => p * q)));
        }
        Assert.That(Tensor.Scalar(7.5).FloorDivide(Tensor.Scalar(2.0)).Item(), Is.EqualTo(3));
    }

    [Test]
    public void Pow_ShortForms_AreExact()
    {
        var x = Samples.Uniform([7], 0.5, 3);
        foreach (double p in new[] { 1, 2, 0.5, -0.5, -1, 3, 4, 1.5, -2.5 })
        {
            OpCheck.Run(t => t[0].Pow(p), x);
            Assert.That(x.Pow(p).ToDoubles(), Is.EqualTo(x.ToDoubles().Select(v => Math.Pow(v, p))).Within(1e-13));
        }
    }

    // d/db of d/da: the gradient by a may not take a power that happens to be one number for a constant.
    [Test]
    public void Pow_MixedSecondGradient_GoesThroughAPowerThatIsOneNumber()
    {
        Tensor a = Samples.Uniform([5], 0.5, 3), b = Tensor.Full([], 2, DType.Float64);
        using var outer = new GradientTape();
        outer.Watch(a, b);
        Tensor byA;
        using (var inner = new GradientTape())
        {
            inner.Watch(a, b);
            byA = inner.Gradient(a.Pow(b).Sum(), a);
        }
        Assert.That(outer.Gradient(byA.Sum(), b).ToDoubles()[0], Is.EqualTo(a.ToDoubles().Sum(x => x * (1 + 2 * Math.Log(x)))).Within(1e-12));
    }

    [Test]
    public void Shapes_ThatDoNotBroadcast_Throw() => Assert.That(() => Tensor.Zeros([2, 3]) + Tensor.Zeros([2]), Throws.TypeOf<ShapeMismatchException>()
        .With.Message.EqualTo("[add] shapes [2, 3] and [2] do not broadcast: 3 against 2 on axis -1. Lengths must be equal, or one of them 1."));

    [Test]
    public void Types_ThatDiffer_ThrowInTheOp() => Assert.That(
        () => new BinaryOp<AddFn>(default).Apply(Tensor.Zeros([2]), Tensor.Zeros([2], DType.Float64)),
        Throws.TypeOf<DTypeMismatchException>().With.Message.EqualTo("[add] element types differ: float32 [2] and float64 [2]. Cast one of them."));

    [Test]
    public void Inputs_OfAnotherTrace_Throw()
    {
        Tensor? kept = null;
        Program.Compile(Device.Cpu, [new([2], DType.Float32)], x => [kept = x[0] + 1]);
        Assert.That(() => kept! * 2, Throws.TypeOf<NoValueException>().With.Message.Contains("used after its trace ended"));
    }

    /// <summary>Over equal shapes, a row, a column, a scalar and both stretched.</summary>
    private static void Check(Func<Tensor, Tensor, Tensor> f, Func<double, double, double> plain)
    {
        foreach (var (p, q) in new (Shape, Shape)[] { ([3, 4], [3, 4]), ([3, 4], [4]), ([3, 1], [1, 4]), ([], [5]), ([2, 3, 4], [3, 1]) })
        {
            Tensor a = Samples.AwayFromZero(p, 0.3, 2, 3), b = Samples.AwayFromZero(q, 0.4, 1.5, 4);
            OpCheck.Run(t => f(t[0], t[1]), a, b);
            var shape = Shape.Broadcast(p, q);
            double[] x = a.BroadcastTo(shape).ToDoubles(), y = b.BroadcastTo(shape).ToDoubles();
            Close.Same("against plain arithmetic", Tensor.From(x.Zip(y, plain).ToArray(), shape), f(a, b), 1e-13);
        }
    }
}
