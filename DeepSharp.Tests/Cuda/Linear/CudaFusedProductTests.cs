using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Matrix products with what follows them: one launch of cuBLASLt, or its two where the library has no way.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaFusedProductTests
{
    private static readonly DType[] s_types = [DType.Float32, DType.Float16, DType.BFloat16];

    private static readonly ElementwiseOp?[] s_activations = [null, new UnaryOp<ReluFn>(default), new UnaryOp<GeluTanhFn>(default)];

    private static readonly ElementwiseOp?[] s_merges = [null, new BinaryOp<AddFn>(default), new BinaryOp<SubtractFn>(default)];

    private static Tensor Sample(DType type, Shape shape, int seed) => Samples.Uniform(shape, -1, 1, seed).Cast(type);

    /// <summary>The op's parts, one after the other in float32, rounded once.</summary>
    private static Tensor Parts(FusedProductOp op, Tensor[] x)
    {
        var wide = Array.ConvertAll(x, t => t.Cast(DType.Float32));
        var y = op.Product.Apply(wide[..2]);
        if (op.HasBias) y += wide[2];
        if (op.Merge is not null) y = op.Merge.Apply(y, wide[^1]);
        return (op.Activation is null ? y : op.Activation.Apply(y)).Cast(x[0].DType);
    }

    private static void Check(FusedProductOp op, params Tensor[] x)
    {
        var device = CudaTestDevice.Open();
        var (there, type) = (Array.ConvertAll(x, t => t.To(device)), x[0].DType);
        var expected = Parts(op, x);
        foreach (var (name, views) in InputVariants.Strided(there).Prepend(("dense", there)))
            Near($"{op} {type} [{name}]", expected, op.Apply(views).To(Device.Cpu), 3 * FloatTypes.Tolerance(type));
    }

    /// <summary>Terms are of size one; what sums of both signs leave is exact relative to them.</summary>
    private static void Near(string who, Tensor expected, Tensor got, double tolerance)
    {
        Assert.That(got.Spec, Is.EqualTo(expected.Spec), who);
        Assert.That(got.ToDoubles(), Is.EqualTo(expected.ToDoubles()).Within(tolerance), who);
    }

    [Test]
    public void Parts_InEveryTypeAndTranspose_AreOneProduct([ValueSource(nameof(s_types))] DType type, [Values] bool ta, [Values] bool tb)
    {
        var product = new MatMulOp(ta, tb);
        foreach (var (m, n, k) in ((int, int, int)[])[(5, 7, 3), (1, 1, 1), (16, 8, 24), (1, 9, 4), (6, 1, 2)])
            foreach (var merge in s_merges)
                foreach (var activation in s_activations)
                    foreach (bool bias in (bool[])[false, true])
                    {
                        if (merge is null && activation is null && !bias) continue;
                        List<Tensor> x = [Sample(type, ta ? [k, m] : [m, k], 1), Sample(type, tb ? [n, k] : [k, n], 2)];
                        if (bias) x.Add(Sample(type, [n], 3));
                        if (merge is not null) x.Add(Sample(type, [m, n], 4));
                        Check(new(product, bias, activation, Merge: merge), [.. x]);
                    }
    }

    [Test]
    public void Stack_TimesOneKernel_IsOneProduct([ValueSource(nameof(s_types))] DType type)
    {
        var op = new FusedProductOp(new MatMulOp(), true, s_activations[1], Merge: s_merges[1]);
        Check(op, Sample(type, [2, 3, 4, 5], 1), Sample(type, [5, 6], 2), Sample(type, [1, 6], 3), Sample(type, [2, 3, 4, 6], 4));
        Check(op, Sample(type, [0, 4, 5], 1), Sample(type, [5, 6], 2), Sample(type, [6], 3), Sample(type, [0, 4, 6], 4));
    }

    [Test]
    public void Layer_IsOneLaunch_AndItsStepIsRecorded([ValueSource(nameof(s_types))] DType type)
    {
        var device = CudaTestDevice.Open();
        Tensor x = Sample(type, [6, 5], 1), w = Sample(type, [5, 4], 2), b = Sample(type, [4], 3), r = Sample(type, [6, 4], 4);
        Func<Tensor[], Tensor[]> layer = t => [(t[0].MatMul(t[1]) + t[2] + t[3]).Relu()];
        Tensor[] there = [x.To(device), w.To(device), b.To(device), r.To(device)];
        var program = Program.Compile(device, Array.ConvertAll(there, t => t.Spec), layer);
        Assert.That(program.Listing.Single(), Does.Contain("matmul+bias+add+relu"));
        for (int run = 0; run < 5; run++) Close.Same($"run {run}", layer([x, w, b, r]), [program.Run(there)[0].To(Device.Cpu)], 2 * FloatTypes.Tolerance(type));
    }

    [Test]
    public void Layer_ThatIsTrained_FusesItsForwardPass([ValueSource(nameof(s_types))] DType type)
    {
        var device = CudaTestDevice.Open();
        Tensor x = Sample(type, [6, 5], 1), w = Sample(type, [5, 4], 2), b = Sample(type, [4], 3);
        Tensor[] Step(Tensor[] t)
        {
            using var tape = new GradientTape();
            foreach (var source in t) tape.Watch(source);
            var y = (t[0].MatMul(t[1]) + t[2]).Relu();
            return [y, .. tape.Gradient((y.Cast(DType.Float32) * 3).Sum(), t).OfType<Tensor>()];
        }
        Tensor[] there = [x.To(device), w.To(device), b.To(device)];
        var program = Program.Compile(device, Array.ConvertAll(there, t => t.Spec), Step);
        Assert.That(program.Listing, Has.Some.Contains("matmul+bias+relu"));
        Close.Same("step", Step([x, w, b]), Array.ConvertAll(program.Run(there), y => y.To(Device.Cpu)), 4 * FloatTypes.Tolerance(type));
    }

    [Test]
    public void WhatTheLibraryCannotDo_StaysApart()
    {
        var device = CudaTestDevice.Open();
        TensorSpec a = new([6, 5], DType.Float32), b = new([5, 4], DType.Float32), bias = new([4], DType.Float32), y = new([6, 4], DType.Float32);
        Kernel? Find(FusedProductOp op, params TensorSpec[] inputs) => device.Backend.FindKernel(op, inputs);
        var relu = s_activations[1];
        Assert.That(Find(new(new MatMulOp(), true, relu), a, b, bias), Is.InstanceOf<FusedProductKernel>());
        Assert.That(Find(new(new MatMulOp(), true, new UnaryOp<GeluFn>(default)), a, b, bias), Is.Null, "the library's gelu is another function");
        Assert.That(Find(new(new MatMulOp(), true, relu, HasScale: true), a, b, bias, bias), Is.Null, "a scale along the rows");
        Assert.That(Find(new(new MatMulOp(), false, null, Merge: new BinaryOp<MultiplyFn>(default)), a, b, y), Is.Null, "a product of two");
        Assert.That(
            Find(new(new MatMulOp(), true, relu), new([2, 6, 5], DType.Float32), new([2, 5, 4], DType.Float32), bias), Is.Null, "a kernel for each of a stack");
        Assert.That(
            Find(new(new MatMulOp(), true, relu), a with { DType = DType.Float64 }, b with { DType = DType.Float64 }, bias with { DType = DType.Float64 }), Is.Null);
        Assert.That(Find(new(new MatMulOp(), true, relu), new([6, 0], DType.Float32), new([0, 4], DType.Float32), bias), Is.Null, "nothing to sum");
    }

    [Test]
    public void OddAddresses_OfSixteenBits_RunAsTwoLaunches([Values(DType.Float16, DType.BFloat16)] DType type)
    {
        var device = CudaTestDevice.OpenEmulated();
        // The emulation has no way for elements at odd places: the second of a row of numbers is one.
        Tensor row = Sample(type, [1 + 30], 1), x = row.Slice(0, 1..).Reshape([6, 5]), w = Sample(type, [5, 4], 2), b = Sample(type, [4], 3), r = Sample(type, [6, 4], 4);
        var odd = row.To(device).Slice(0, 1..).Reshape([6, 5]);
        Assert.That(odd.Address().Address % 4, Is.EqualTo(2));
        foreach (var merge in s_merges)
            foreach (var activation in s_activations)
            {
                var op = new FusedProductOp(new MatMulOp(), true, activation, Merge: merge);
                Tensor[] more = merge is null ? [] : [r], there = Array.ConvertAll(more, t => t.To(device));
                Near($"{op}", Parts(op, [x, w, b, .. more]), op.Apply([odd, w.To(device), b.To(device), .. there]).To(Device.Cpu), 3 * FloatTypes.Tolerance(type));
            }
    }

    [Test]
    public void Tf32_RoundsFactors_OnlyWhereAllowed()
    {
        var device = CudaTestDevice.OpenEmulated();
        float x = 1 + 1f / 1024 + 1f / 4096;
        Tensor a = Tensor.From([x], [1, 1]).To(device), b = Tensor.From([1f], [1]).To(device);
        float Run() => new FusedProductOp(new MatMulOp(), true, null).Apply(a, a, b).ToFloats()[0];
        Assert.That(Run(), Is.EqualTo(x * x + 1));
        DeepSharp.Cuda.AllowTf32 = true;
        try { Assert.That(Run(), Is.EqualTo((1 + 1f / 1024) * (1 + 1f / 1024) + 1)); }
        finally { DeepSharp.Cuda.AllowTf32 = false; }
    }
}
