using DeepSharp.Cpu;

namespace DeepSharp.Tests;

public sealed class GruSequenceTests
{
    private static readonly OpCheckOptions s_options = new() { Checks = OpChecks.All & ~OpChecks.OneElement & ~OpChecks.Broadcast, DoubleTolerance = 1e-11, Batched = [0] };

    private static Tensor[] Inputs(int time, int batch, int units, bool masked = false)
    {
        Tensor[] inputs =
        [
            Samples.Uniform([time, batch, 3 * units], -1, 1, 1), Samples.Uniform([batch, units], -1, 1, 2),
            Samples.Uniform([units, 3 * units], -0.5, 0.5, 3), Samples.Uniform([3 * units], -1, 1, 4),
        ];
        return masked ? [.. inputs, Samples.Bools([time, batch], 5)] : inputs;
    }

    [Covers(typeof(GruSequenceOp))]
    [TestCase(false, false, false)]
    [TestCase(true, false, true)]
    [TestCase(false, true, true)]
    [TestCase(true, true, false)]
    public void GruSequence_Small_HoldsEverything(bool reverse, bool masked, bool keeps) =>
        OpCheck.Run(new GruSequenceOp(reverse, keeps), masked ? s_options with { Batched = [0, 4] } : s_options, Inputs(3, 2, 2, masked));

    [Covers(typeof(GruSequenceGradientOp))]
    [TestCase(false, false, false)]
    [TestCase(true, true, false)]
    [TestCase(false, true, true)]
    public void GruSequenceGradient_Small_HoldsEverything(bool reverse, bool each, bool masked)
    {
        const int time = 3, batch = 2, units = 2;
        List<Tensor> inputs =
        [
            Samples.Uniform([units, 3 * units], -0.5, 0.5, 1), Samples.Uniform([time, batch, 3 * units], 0.1, 0.9, 2),
            Samples.Uniform([time, batch, units], -1, 1, 3), Samples.Uniform([time, batch, units], -1, 1, 4),
            Samples.Uniform([batch, units], -1, 1, 5), Samples.Uniform([batch, units], -1, 1, 6),
        ];
        List<int> batched = [1, 2, 3];
        if (each) batched.Add(inputs.Count);
        if (each) inputs.Add(Samples.Uniform([time, batch, units], -1, 1, 7));
        if (masked) batched.Add(inputs.Count);
        if (masked) inputs.Add(Samples.Bools([time, batch], 8));
        OpCheck.Run(new GruSequenceGradientOp(reverse, each), s_options with { Batched = [.. batched] }, [.. inputs]);
    }

    [Test]
    public void GruSequence_Tensors_HoldsEverything()
    {
        OpCheck.Run(x => x[0].GruSequence(x[1], x[2], x[3]).Outputs, s_options, Inputs(3, 1, 3));
        OpCheck.Run(x => x[0].GruSequence(x[1], x[2], x[3], x[4], reverse: true).H, s_options with { Batched = [0, 4] }, Inputs(2, 3, 2, true));
        OpCheck.Run(x => x[0].GruSequence(x[1], x[2]).H, s_options, Inputs(1, 1, 2)[..3]);
    }

    [TestCase(7, 1, 5)]
    [TestCase(5, 13, 33)]
    [TestCase(3, 37, 70)]
    [TestCase(2, 9, 300)]
    public void GruSequence_Larger_AgreesWithItsCompositionOnAnyNumberOfThreads(int time, int batch, int units)
    {
        foreach (bool masked in new[] { false, true })
        {
            var inputs = Inputs(time, batch, units, masked);
            var op = new GruSequenceOp(masked, KeepsGates: true);
            var outputs = op.ApplyAll(inputs);
            Close.Same("gru_sequence", op.Compose(inputs), outputs, 1e-11);
            Close.Identical("without gates", outputs[..2], new GruSequenceOp(masked).ApplyAll(inputs));
            OpCheck.Threads(x => x[0].GruSequence(x[1], x[2], x[3], x.ElementAtOrDefault(4)).Outputs, inputs);

            Tensor[] all = [inputs[2], outputs[2], outputs[3], outputs[0], inputs[1], inputs[1] * 0.5, Samples.Uniform([time, batch, units], seed: 9), .. inputs[4..]];
            var gradient = new GruSequenceGradientOp(masked, EachStep: true);
            Close.Same("gru_sequence_gradient", gradient.Compose(all), gradient.ApplyAll(all), 1e-11);
        }
    }

    [Test]
    public void GruSequence_ManyRows_AreSharedOut()
    {
        Tensor[] inputs = Array.ConvertAll(Inputs(4, 48, 40, true), x => x.DType.IsFloating ? x.Cast(DType.Float32) : x);
        OpCheck.Threads(x => x[0].GruSequence(x[1], x[2], x[3], x[4]).Outputs, inputs);
    }

    [Test]
    public void GruSequence_AllWidths_GiveTheSameBits([Values(DType.Float32, DType.Float64)] DType dtype, [Values] bool masked)
    {
        const int time = 3, batch = 13, units = 37;
        Tensor[] inputs = Array.ConvertAll(Inputs(time, batch, units, masked), x => x.DType.IsFloating ? x.Cast(dtype) : x);
        Tensor[] Run(Op op, CpuKernel kernel, Tensor[] x)
        {
            Tensor[] outputs = Array.ConvertAll(op.Infer(Array.ConvertAll(x, t => t.Spec)), s => Tensor.Empty(s.Shape, s.DType, Device.Cpu));
            kernel.Run(op, x, outputs);
            return outputs;
        }
        var op = new GruSequenceOp(masked, KeepsGates: true);
        var expected = Run(op, new GruSequenceKernel { Width = LaneWidth.Scalar }, inputs);
        Close.Same("against the composition", op.Compose(inputs), expected, dtype == DType.Float64 ? 1e-11 : 1e-4);
        Tensor[] all = [inputs[2], expected[2], expected[3], expected[0], inputs[1], inputs[1] * 0.5, Samples.Uniform([time, batch, units], seed: 9).Cast(dtype), .. inputs[4..]];
        var gradient = new GruSequenceGradientOp(masked, EachStep: true);
        var gradients = Run(gradient, new GruSequenceGradientKernel { Width = LaneWidth.Scalar }, all);
        foreach (var width in new[] { LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512 })
        {
            Close.Identical($"forward, {width}", expected, Run(op, new GruSequenceKernel { Width = width }, inputs));
            Close.Identical($"backward, {width}", gradients, Run(gradient, new GruSequenceGradientKernel { Width = width }, all));
        }
    }

    [Test]
    public void GruSequence_BadInput_Throws()
    {
        Tensor x = Tensor.Zeros([3, 2, 6]), h = Tensor.Zeros([2, 2]), kernel = Tensor.Zeros([2, 6]);
        Assert.That(() => x.GruSequence(h, Tensor.Zeros([2, 8])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[gru_sequence] expects sequences [time, batch, 3 · units] and a kernel [units, 3 · units] but got [3, 2, 6] and [2, 8]."));
        Assert.That(() => x.GruSequence(h, kernel, Tensor.Zeros([5])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[gru_sequence] expects float32 [6] but got float32 [5]."));
    }
}
