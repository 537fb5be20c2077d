using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Of the ways cuDNN offers those are kept that repeat, fit, and run.</summary>
public sealed class DnnWaysTests
{
    private static DnnAlgorithm Way(int number, int status = 0, int determinism = 1, nuint memory = 0) =>
        new() { Algorithm = number, Status = status, Determinism = determinism, Memory = memory };

    [Test]
    public void Best_IsTheFirstThatRepeatsAndFits()
    {
        var ways = new DnnWays([Way(0, status: 3000), Way(1, determinism: 0), Way(2, memory: nuint.MaxValue / 2), Way(3), Way(4)]);
        Assert.That(ways.Best!.Value.Algorithm, Is.EqualTo(3));
        Assert.That(new DnnWays([]).Best, Is.Null);
    }

    [Test]
    public void Took_RefusedWay_IsDroppedUntilNoneIsLeft()
    {
        var ways = new DnnWays([Way(1), Way(2)]);
        Assert.That(ways.Took(9, "run"), Is.False);
        Assert.That(ways.Best!.Value.Algorithm, Is.EqualTo(2));
        Assert.That(ways.Took(3000, "run"), Is.False);
        Assert.That(ways.Best, Is.Null);
    }

    [TestCase(6, true), TestCase(9, true), TestCase(3000, true), TestCase(3007, true)]
    [TestCase(0, false), TestCase(3, false), TestCase(2000, false), TestCase(8, false), TestCase(5000, false)]
    public void IsNotSupported_InTheNumbersOfBothVersions(int status, bool expected) => Assert.That(CudaDnn.IsNotSupported(status), Is.EqualTo(expected));
}
