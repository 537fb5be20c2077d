namespace DeepSharp.Tests.Cuda;

/// <summary>Compiled steps under a policy of mixed precision: normalizations read and write 16 bits, and what follows them is theirs again.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaNarrowDataTests
{
    private static Tensor Sample(Shape shape, int seed, DType type = DType.Float32) => Samples.Uniform(shape, -1, 2, seed).Cast(type);

    private static (string[] Names, Tensor[] Results) Compiled(Func<Tensor[], Tensor[]> step, Tensor[] inputs)
    {
        var device = CudaTestDevice.Open();
        Tensor[] there = Array.ConvertAll(inputs, t => t.To(device));
        var program = Program.Compile(device, Array.ConvertAll(there, t => t.Spec), step);
        for (int run = 0; run < 3; run++) program.Run(there);
        string[] names = [.. program.Listing.Select(s => s[(s.IndexOf("= ", StringComparison.Ordinal) + 2)..s.IndexOf('(')])];
        return (names, Array.ConvertAll(program.Run(there), y => y.To(Device.Cpu)));
    }

    private static void Near(Tensor[] expected, Tensor[] got, DType type)
    {
        foreach (var (i, (a, b)) in expected.Zip(got).Index())
        {
            Assert.That(b.Spec, Is.EqualTo(a.Spec), $"tensor {i}");
            Close.Same($"tensor {i}", a, b, 4 * FloatTypes.Tolerance(type));
        }
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Half))]
    public void BatchNorm_WithResidualAndRelu_IsOneOp(DType type)
    {
        Tensor[] x = [Sample([40, 6], 1, type), Sample([6], 2), Sample([6], 3), Sample([40, 6], 4, type)];
        Func<Tensor[], Tensor[]> step = t => [(t[0].Cast(DType.Float32).BatchNorm(t[1], t[2]).Y.Cast(type) + t[3]).Relu()];
        var (names, results) = Compiled(step, x);
        Assert.That(names, Is.EqualTo(new[] { "batch_norm+add+relu" }));
        Near(step(x), results, type);
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Half))]
    public void BatchNorm_ThatIsTrained_HasNoCopiesInFloat32(DType type)
    {
        Tensor[] x = [Sample([40, 6], 1, type), Sample([6], 2), Sample([6], 3)];
        Tensor[] Step(Tensor[] t)
        {
            using var tape = new GradientTape();
            foreach (var source in t) tape.Watch(source);
            var y = t[0].Cast(DType.Float32).BatchNorm(t[1], t[2]).Y.Cast(type).Relu();
            return [y, .. tape.Gradient((y * y).Cast(DType.Float32).Sum(), t).OfType<Tensor>()];
        }
        var (names, results) = Compiled(Step, x);
        Assert.That(names, Has.Some.EqualTo("batch_norm+relu"));
        Assert.That(names, Has.Some.Contains("+batch_norm_gradient"));
        Assert.That(names, Has.None.EqualTo("cast"));
        Near(Step(x), results, type);
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Half))]
    public void LayerNorm_ThatIsTrained_HasNoCopiesInFloat32(DType type)
    {
        Tensor[] x = [Sample([9, 33], 1, type), Sample([33], 2), Sample([33], 3), Sample([9, 33], 4, type)];
        Tensor[] Step(Tensor[] t)
        {
            using var tape = new GradientTape();
            for (int i = 0; i < 3; i++) tape.Watch(t[i]);
            var y = t[0].Cast(DType.Float32).LayerNorm(t[1], t[2]).Cast(type);
            return [y, .. tape.Gradient((y * t[3]).Cast(DType.Float32).Sum(), t[..3]).OfType<Tensor>()];
        }
        var (names, results) = Compiled(Step, x);
        Assert.That(names, Has.None.EqualTo("cast"));
        Assert.That(names, Has.Some.EqualTo("layer_norm").And.Some.EqualTo("layer_norm_gradient"));
        Near(Step(x), results, type);
    }

    [Test]
    public void Norm_WhoseWideResultIsWanted_StaysWide()
    {
        Tensor[] x = [Sample([9, 4], 1, DType.BFloat16), Sample([4], 2), Sample([4], 3)];
        Func<Tensor[], Tensor[]> step = t =>
        {
            var y = t[0].Cast(DType.Float32).LayerNorm(t[1], t[2]);
            return [y.Cast(DType.BFloat16), y.Sum()];
        };
        Near(step(x), Compiled(step, x).Results, DType.BFloat16);
    }
}
