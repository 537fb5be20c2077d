namespace DeepSharp.Tests.Cuda;

/// <summary>Attention in tiles and its gradients: sizes around the tiles, masks, causality, dropout, stretched axes.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaAttentionTests
{
    private static void Check(DType type, ScaledDotProductAttentionOp op, Tensor q, Tensor k, Tensor v, params Tensor[] rest)
    {
        var (inputs, gradientInputs) = Inputs(type, op, q, k, v, rest);
        FloatTypes.Once(FloatTypes.Tolerance(type), op, inputs);
        FloatTypes.Once(10 * FloatTypes.Tolerance(type), new ScaledDotProductAttentionGradientOp(op), gradientInputs);
    }

    /// <summary>The inputs of an op and of its gradient.</summary>
    private static (Tensor[] Forward, Tensor[] Gradient) Inputs(DType type, ScaledDotProductAttentionOp op, Tensor q, Tensor k, Tensor v, params Tensor[] rest)
    {
        Tensor[] inputs = [.. new[] { q, k, v }.Select(x => x.Cast(type)), .. rest], y = op.ApplyAll(inputs);
        Tensor dy = Samples.Uniform(y[0].Shape, seed: 7).Cast(type), dLogSum = Samples.Uniform(y[1].Shape, seed: 8).Cast(y[1].DType);
        return (inputs, [.. inputs[..3], .. y, dy, dLogSum, .. rest]);
    }

    private static Tensor[] Operands(Shape batch, int queries, int keys, int size, int valueSize) =>
    [
        Samples.Uniform([.. batch.Dims, queries, size]), Samples.Uniform([.. batch.Dims, keys, size], seed: 2),
        Samples.Uniform([.. batch.Dims, keys, valueSize], seed: 3),
    ];

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Sizes_AroundTheTiles(DType type)
    {
        foreach (var (queries, keys, size, valueSize) in ((int, int, int, int)[])[(1, 1, 1, 1), (33, 31, 17, 5), (64, 65, 16, 16), (70, 130, 8, 20)])
        {
            var x = Operands([1], queries, keys, size, valueSize);
            Check(type, new(0.4), x[0], x[1], x[2]);
            Check(type, new(0.4, IsCausal: true), x[0], x[1], x[2]);
        }
        var wide = Operands([1], 5, 9, 100, 128);
        Check(type, new(0.1), wide[0], wide[1], wide[2]);
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Masks_TakeKeysAway(DType type)
    {
        var x = Operands([2, 2], 9, 40, 6, 6);
        foreach (var shape in (Shape[])[[40], [2, 1, 1, 40], [2, 2, 9, 40], [2, 9, 1]])
            foreach (bool causal in (bool[])[false, true]) Check(type, new(0.5, causal), x[0], x[1], x[2], Samples.Bools(shape));
        Check(type, new(0.5), x[0], x[1], x[2], Tensor.Zeros([9, 40], DType.Bool));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Dropout_IsThatOfTheCpu(DType type)
    {
        var state = Tensor.From<long>([12345, 6], [2]);
        var x = Operands([2], 21, 70, 5, 7);
        Check(type, new(0.5, Dropout: 0.3), x[0], x[1], x[2], state);
        Check(type, new(0.5, IsCausal: true, Dropout: 0.6), x[0], x[1], x[2], Samples.Bools([21, 70]), state);
        Check(type, new(0.5, Dropout: 1), x[0], x[1], x[2], state);
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Layouts_MayBeAny(DType type)
    {
        var x = Operands([1], 7, 9, 6, 5);
        var op = new ScaledDotProductAttentionOp(0.5, IsCausal: true);
        var (inputs, gradientInputs) = Inputs(type, op, x[0], x[1], x[2], Samples.Bools([7, 9]));
        CudaCheck.Near(FloatTypes.Tolerance(type), op, inputs);
        CudaCheck.Near(10 * FloatTypes.Tolerance(type), new ScaledDotProductAttentionGradientOp(op), gradientInputs);
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Half))]
    public void SixteenBits_KeepTheSumsInFloat32(DType type)
    {
        var device = CudaTestDevice.Open();
        var op = new ScaledDotProductAttentionOp(0.5);
        Tensor[] x = [.. Operands([1], 3, 40, 4, 5).Select(t => t.Cast(type))];
        Assert.That(device.Backend.FindKernel(op, Array.ConvertAll(x, t => t.Spec)), Is.Not.Null, "nothing is widened");
        Tensor here = op.ApplyAll(x)[1], there = op.ApplyAll(Array.ConvertAll(x, t => t.To(device)))[1];
        Assert.That(there.DType, Is.EqualTo(DType.Float32));
        Close.Same("log sums", here, there.To(Device.Cpu), FloatTypes.Tolerance(DType.Float32));
    }

    [Test]
    public void LeadingAxes_AreStretched()
    {
        Tensor q = Samples.Uniform([2, 1, 3, 4]), k = Samples.Uniform([3, 5, 4], seed: 2), v = Samples.Uniform([1, 3, 5, 2], seed: 3);
        Check(DType.Float32, new(0.5), q, k, v);
        Check(DType.Float32, new(0.5), Samples.Uniform([3, 4]), Samples.Uniform([5, 4], seed: 2), Samples.Uniform([5, 2], seed: 3));
        Check(DType.Float32, new(0.5), Samples.Uniform([2, 1, 2, 3, 4]), Samples.Uniform([2, 2, 1, 5, 4], seed: 2), Samples.Uniform([1, 2, 5, 2], seed: 3));
    }

    [Test]
    public void NothingToSee_GivesZeros()
    {
        CudaCheck.Near(1e-5, new ScaledDotProductAttentionOp(1), Single([2, 3, 4]), Single([2, 0, 4]), Single([2, 0, 2]));
        CudaCheck.Near(1e-5, new ScaledDotProductAttentionOp(1), Single([0, 3, 4]), Single([0, 5, 4]), Single([0, 5, 2]));
        CudaCheck.Near(1e-5, new ScaledDotProductAttentionOp(1), Single([2, 0, 4]), Single([2, 5, 4]), Single([2, 5, 2]));

        static Tensor Single(Shape shape) => Samples.Uniform(shape).Cast(DType.Float32);
    }

    [Test]
    public void OneKey_HasNoGradientOfScores()
    {
        var device = CudaTestDevice.Open();
        var op = new ScaledDotProductAttentionOp(0.3);
        Tensor[] x = [.. Operands([2], 5, 1, 3, 9).Select(t => t.Cast(DType.Float32).To(device))];
        var y = op.ApplyAll(x);
        var dy = Samples.Uniform([2, 5, 9], seed: 4).Cast(DType.Float32).To(device);
        var g = new ScaledDotProductAttentionGradientOp(op).ApplyAll([.. x, .. y, dy, Tensor.Zeros([2, 5], DType.Float32).To(device)]);
        Assert.That(g[0].To(Device.Cpu).ToDoubles(), Is.All.EqualTo(0.0));
        Assert.That(g[1].To(Device.Cpu).ToDoubles(), Is.All.EqualTo(0.0));
    }
}
