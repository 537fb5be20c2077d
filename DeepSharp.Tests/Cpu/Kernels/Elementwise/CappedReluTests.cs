using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public sealed class CappedReluTests
{
    private static readonly double[] s_numbers =
    [
        double.NaN, double.NegativeInfinity, double.PositiveInfinity, -0.0, 0, -1e-40, 1e-40, -7, -0.5, 0.5, 5.999999, 6, 6.000001, 7, double.MaxValue,
        double.MinValue, 2, -2, 3,
    ];

    private static readonly OpCheckOptions s_options = new() { Checks = OpChecks.All & ~OpChecks.SecondGradient };

    private static Tensor Numbers(DType type) => Tensor.From(s_numbers, [s_numbers.Length]).Cast(type);

    /// <summary>All pairs of the numbers.</summary>
    private static (Tensor A, Tensor B) Pairs(DType type)
    {
        int n = s_numbers.Length;
        return (Numbers(type).Reshape([n, 1]).BroadcastTo([n, n]).Contiguous(), Numbers(type).Reshape([1, n]).BroadcastTo([n, n]).Contiguous());
    }

    [Test]
    public void Forward_AnyNumber_HasTheBitsOfTheRamp([Values(DType.Float32, DType.Float64)] DType type)
    {
        var x = Numbers(type);
        Close.Identical("capped", [x.Relu(0, 6)], [new UnaryOp<CappedReluFn>(new(6)).Apply(x)]);
    }

    [Test]
    public void Gradient_AnyNumbers_HasTheBitsOfTheRamps([Values(DType.Float32, DType.Float64)] DType type)
    {
        var (a, b) = Pairs(type);
        Close.Identical("capped", [Tensor.Zip(a, b, new RampGradientFn(0, 6, 0))], [new BinaryOp<CappedReluGradientFn>(new(6)).Apply(a, b)]);
    }

    [Test, Covers(typeof(CappedReluFn), typeof(CappedReluGradientFn))]
    public void Functions_PassOpCheck()
    {
        Tensor x = Samples.AwayFromZero([3, 5], 0.1, 2.9), dy = Samples.Uniform([3, 5], seed: 2);
        OpCheck.Run(new UnaryOp<CappedReluFn>(new(3)), s_options, x);
        OpCheck.Run(new BinaryOp<CappedReluGradientFn>(new(3)), s_options, dy, x);
    }

    [TestCase(0.0, 0.0, true), TestCase(-0.0, 0.0, false), TestCase(0.1, 0.0, false), TestCase(0.0, 0.5, false)]
    public void Ramp_WithoutSlopeAndThreshold_IsCapped(double slope, double threshold, bool capped)
    {
        Assert.That(CappedReluFn.Is(new RampFn(slope, 6, threshold)), Is.EqualTo(capped));
        Assert.That(CappedReluFn.Is(new RampGradientFn(slope, 6, threshold)), Is.EqualTo(capped));
    }
}
