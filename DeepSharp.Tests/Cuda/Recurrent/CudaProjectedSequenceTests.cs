using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Recurrent cells and the projection of their inputs through cuDNN, in inference.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaProjectedSequenceTests
{
    private static Tensor Sample(Shape shape, int seed) => Samples.Uniform(shape, -0.4, 0.4, seed).Cast(DType.Float32);

    /// <summary>x, W, the bias of the projection if there is one, and what the recurrent op has behind its sequences.</summary>
    private static Tensor[] Operands(bool lstm, bool bias, int time, int batch, int length, int units)
    {
        int columns = (lstm ? 4 : 3) * units;
        return
        [
            Sample([time * batch, length], 1), Sample([length, columns], 2), .. bias ? new[] { Sample([columns], 3) } : [],
            Sample([batch, units], 4), .. lstm ? new[] { Sample([batch, units], 5) } : [], Sample([units, columns], 6),
            .. lstm ? [] : new[] { Sample([columns], 7) },
        ];
    }

    private static Tensor[] Parts(bool lstm, bool bias, int batch, Tensor[] x)
    {
        var sums = x[0].MatMul(x[1]);
        if (bias) sums += x[2];
        sums = sums.Reshape([sums.Shape[0] / batch, batch, sums.Shape[1]]);
        Op op = lstm ? new LstmSequenceOp() : new GruSequenceOp();
        return op.ApplyAll([sums, .. x[(bias ? 3 : 2)..]]);
    }

    // The emulated library has no way for the last one: our kernels run, one after the other.
    [Test]
    public void Step_ThatPredicts_IsOneOpAndAgreesWithTheCpu([Values] bool lstm, [Values] bool bias)
    {
        var device = CudaTestDevice.Open();
        foreach (var (time, batch, length, units) in ((int, int, int, int)[])[(3, 2, 5, 130), (1, 3, 1, 129), (4, 1, 40, 131), (2, 2, 7, 301)])
        {
            var x = Operands(lstm, bias, time, batch, length, units);
            Tensor[] there = Array.ConvertAll(x, t => t.To(device));
            var program = Program.Compile(device, Array.ConvertAll(there, t => t.Spec), t => Parts(lstm, bias, batch, t));
            if (CudaDnn.IsThere) Assert.That(program.Listing.Single(), Does.Contain(lstm ? "project+lstm_sequence" : "project+gru_sequence"));
            for (int run = 0; run < 5; run++)
                Close.Same(
                    $"{time} {batch} {length} {units}, run {run}", Parts(lstm, bias, batch, x), Array.ConvertAll(program.Run(there), y => y.To(Device.Cpu)), 3e-5);
        }
    }

    [Test]
    public void Weights_ThatChange_AreSeen([Values] bool lstm)
    {
        var device = CudaTestDevice.Open();
        var x = Operands(lstm, true, 2, 2, 3, 130);
        var program = Program.Compile(device, Array.ConvertAll(x, t => t.Spec), t => Parts(lstm, true, 2, t));
        for (int run = 0; run < 4; run++)
        {
            x[1] = Sample(x[1].Shape, 20 + run);
            var got = Array.ConvertAll(program.Run(Array.ConvertAll(x, t => t.To(device))), y => y.To(Device.Cpu));
            Close.Same($"run {run}", Parts(lstm, true, 2, x), got, 3e-5);
        }
    }

    [Test]
    public void WhatTheLibraryIsNotGiven_RunsByOurKernels()
    {
        var device = CudaTestDevice.Open();
        Kernel? Find(Op sequence, int units, DType type)
        {
            TensorSpec state = new([2, units], type);
            return device.Backend.FindKernel(
                new ProjectedSequenceOp(sequence, false), [new([6, 5], type), new([5, 4 * units], type), state, state, new([units, 4 * units], type)]);
        }
        if (CudaDnn.IsThere) Assert.That(Find(new LstmSequenceOp(), 130, DType.Float32), Is.InstanceOf<ProjectedSequenceKernel>());
        Assert.That(Find(new LstmSequenceOp(), 8, DType.Float32), Is.Null, "one launch of our own");
        Assert.That(Find(new LstmSequenceOp(), 130, DType.Float64), Is.Null);

        string[] Names(Func<Tensor[], Tensor[]> step, params Tensor[] x) =>
            [.. Program.Compile(device, Array.ConvertAll(x, t => t.Spec), step).Listing.Where(s => s.Contains("project+"))];
        var x = Operands(true, true, 3, 2, 5, 130);
        Tensor Sums(Tensor[] t) => (t[0].MatMul(t[1]) + t[2]).Reshape([3, 2, 4 * 130]);
        Assert.That(Names(t => new LstmSequenceOp(Reverse: true).ApplyAll([Sums(t), .. t[3..]]), x), Is.Empty, "the other way in time");
        Assert.That(Names(t => new LstmSequenceOp(KeepsGates: true).ApplyAll([Sums(t), .. t[3..]]), x), Is.Empty, "the gates are wanted");
        Assert.That(Names(t => new LstmSequenceOp().ApplyAll([Sums(t), .. t[3..6], t[6]]), [.. x, Samples.Bools([3, 2])]), Is.Empty, "steps are masked");
        Assert.That(
            Names(t =>
            {
                var sums = Sums(t);
                return [.. new LstmSequenceOp().ApplyAll([sums, .. t[3..]]), sums.Sum()];
            }, x), Is.Empty, "the projection is used elsewhere");
    }

    [Test]
    public void Layer_ThatPredicts_GivesWhatTheCpuGives([Values] bool lstm)
    {
        var device = CudaTestDevice.Open();
        Sequential Make()
        {
            Seeds.Set(7);
            var made = new Sequential([4, 6]);
            return lstm ? made.LSTM(136).Dense(2) : made.GRU(136).Dense(2);
        }
        var x = Sample([3, 4, 6], 8);
        float[] expected = Make().PredictOnBatch(x).ToFloats();
        float[] got = DefaultDevice.While(device, () => Make().PredictOnBatch(x.To(device)).ToFloats());
        Assert.That(got, Is.EqualTo(expected).Within(1e-4));
    }

    [Test]
    public void Tf32_RoundsFactors_OnlyWhereAllowed()
    {
        var device = CudaTestDevice.OpenEmulated();
        var x = Array.ConvertAll(Operands(true, true, 2, 2, 3, 130), t => t.To(device));
        float[] Run() => Program.Compile(device, Array.ConvertAll(x, t => t.Spec), t => Parts(true, true, 2, t)).Run(x)[0].ToFloats();
        float[] exact = Run();
        DeepSharp.Cuda.AllowTf32 = true;
        try { Assert.That(Run(), Is.Not.EqualTo(exact).And.EqualTo(exact).Within(3e-3)); }
        finally { DeepSharp.Cuda.AllowTf32 = false; }
    }
}
