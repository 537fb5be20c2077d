namespace DeepSharp.Tests.Ops;

public sealed class CastTests
{
    private static readonly DType[] s_all = Enum.GetValues<DType>();

    [Test, Covers(typeof(CastOp))]
    public void Cast_PassesOpCheck()
    {
        OpCheck.Run(x => x[0].Cast(DType.Float32).Cast(DType.Float64), Loose, Samples.Uniform([3, 4]));
        OpCheck.Run(x => x[0].Cast(DType.Int32), Loose, Samples.BetweenMultiples([3, 4]));
        OpCheck.Run(x => x[0].Cast(DType.Bool), Loose, Samples.AwayFromZero([3, 4]));
    }

    /// <summary>float32 on the way: finite differences would see its steps.</summary>
    private static OpCheckOptions Loose => new() { Checks = OpChecks.All & ~OpChecks.Gradient & ~OpChecks.SecondGradient };

    [Test]
    public void Cast_BetweenAllTypes_KeepsSmallNumbers([ValueSource(nameof(s_all))] DType from, [ValueSource(nameof(s_all))] DType to)
    {
        double[] numbers = [0, 1, 2, 100, 0, 1];
        double[] expected = from == DType.Bool || to == DType.Bool ? [.. numbers.Select(v => v != 0 ? 1.0 : 0)] : numbers;
        var x = Tensor.From(numbers).Cast(from);
        Assert.That(x.Cast(to).DType, Is.EqualTo(to));
        Assert.That(x.Cast(to).ToDoubles(), Is.EqualTo(expected));
        Assert.That(x.Cast(from), Is.SameAs(x));
    }

    [Test]
    public void Cast_FloatToInteger_CutsOffAndSaturates()
    {
        Tensor x = new[] { 1.9f, -1.9f, 1e20f, -1e20f, float.NaN };
        Assert.That(x.Cast(DType.Int32).ToArray<int>(), Is.EqualTo(new[] { 1, -1, int.MaxValue, int.MinValue, 0 }));
        Assert.That(x.Cast(DType.Int64).ToArray<long>(), Is.EqualTo(new[] { 1, -1, long.MaxValue, long.MinValue, 0 }));
        Assert.That(x.Cast(DType.UInt8).ToArray<byte>(), Is.EqualTo(new byte[] { 1, 0, 255, 0, 0 }));
        Assert.That(x.Cast(DType.Bool).ToArray<bool>(), Is.All.True);
    }

    // What the loops over whole registers give is compared with the conversion of one number after the other, at every length around a register.
    [Test]
    public void Cast_ManyNumbers_AgreesWithEachAlone(
        [Values(DType.UInt8, DType.Int32, DType.Int64, DType.Float32, DType.Float64)] DType from, [ValueSource(nameof(s_all))] DType to)
    {
        double[] corners =
        [
            0, -0.0, 1.9, -1.9, 0.5, -0.5, 254.5, 255, 256, -1, 1e20, -1e20, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
            2147483647, 2147483648, -2147483648, -2147483649, 16777217, 9007199254740993, 9223372036854775807, -9223372036854775808,
            1e-45, 1e-320, 3.5e38, 1.0000000596, 4194305.5, 8388609, 65504, 1e5, 3,
        ];
        var x = Tensor.From([.. Enumerable.Range(0, 83).Select(i => corners[i * 7 % 32] + (i < 32 ? 0 : i))]).Cast(from);
        var all = x.Cast(to);
        double[] single = [.. Enumerable.Range(0, 83).Select(i => x[i..(i + 1)].Clone().Cast(to).ToDoubles()[0])];
        Assert.That(all.ToDoubles(), Is.EqualTo(single));
        for (int n = 0; n < 70; n++)
            Assert.That(x[..n].Clone().Cast(to).ToDoubles(), Is.EqualTo(single[..n]), $"{n} numbers");
    }

    [Test]
    public void Cast_Int64ToFloat32_RoundsOnce()
    {
        // Rounded to double first, this would lie halfway and fall to the even neighbour below.
        long[] x = [.. Enumerable.Repeat((1L << 60) + (1L << 36) + 1, 19)];
        Assert.That(Tensor.From(x).Cast(DType.Float32).ToFloats(), Is.All.EqualTo((float)((1L << 60) + (1L << 37))));
    }

    [Test]
    public void Cast_BFloat16_RoundsToNearestEven()
    {
        Tensor x = new[] { 1 + 1 / 256f, 1 + 3 / 256f, -3.14159265f, float.PositiveInfinity };
        Assert.That(x.Cast(DType.BFloat16).ToFloats(), Is.EqualTo(new[] { 1, 1 + 4 / 256f, -3.140625f, float.PositiveInfinity }));
        Assert.That(new Tensor[] { new[] { float.NaN } }[0].Cast(DType.BFloat16).ToFloats()[0], Is.NaN);
    }

    [Test]
    public void Cast_Gradient_ComesBackInTheOwnType()
    {
        var x = Samples.Uniform([3]);
        using var tape = new GradientTape();
        tape.Watch(x);
        var gradient = tape.Gradient((x.Cast(DType.Float32) * 3).Sum(), x);
        Assert.That(gradient.DType, Is.EqualTo(DType.Float64));
        Assert.That(gradient.ToDoubles(), Is.All.EqualTo(3));
    }
}
