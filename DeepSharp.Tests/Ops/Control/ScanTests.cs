namespace DeepSharp.Tests;

public sealed class ScanTests
{
    private static readonly OpCheckOptions s_options = new() { Checks = OpChecks.All & ~OpChecks.OneElement & ~OpChecks.Broadcast, Batched = [1], DoubleTolerance = 1e-11 };

    /// <summary>An Elman net with a state that does not feed back, a captured kernel and a captured bias.</summary>
    private static Tensor[] Elman(Tensor[] x, bool reverse)
    {
        var (states, outputs) = Tensor.Scan((s, at) =>
        {
            var h = (at[0] + s[0].MatMul(x[2]) + x[3]).Tanh();
            return ([h, s[1] + h * 0.5], [h * s[1]]);
        }, [x[0], x[0] * 2], [x[1]], reverse);
        return [.. states, .. outputs];
    }

    private static Tensor[] ElmanInputs(int time, int batch, int units) =>
    [
        Samples.Uniform([batch, units], -1, 1, 1), Samples.Uniform([time, batch, units], -1, 1, 2),
        Samples.Uniform([units, units], -0.5, 0.5, 3), Samples.Uniform([units], -1, 1, 4),
    ];

    [Covers(typeof(ScanOp))]
    [TestCase(false)]
    [TestCase(true)]
    public void Scan_Elman_HoldsEverything(bool reverse)
    {
        OpCheck.Run(x => Elman(x, reverse)[0], s_options, ElmanInputs(4, 2, 3));
        OpCheck.Run(x => Elman(x, reverse)[1], s_options, ElmanInputs(1, 1, 2));
        OpCheck.Run(x => Elman(x, reverse)[2], s_options, ElmanInputs(3, 2, 2));
    }

    [Test]
    public void Scan_CapturedTwiceAndSequenceOfIntegers_HoldsEverything()
    {
        // The kernel is used in two products and an addition; steps are chosen by a mask, counted by an integer state.
        Tensor[] inputs = [Samples.Uniform([2, 2], -1, 1, 1), Samples.Uniform([3, 2, 2], -1, 1, 2), Samples.Uniform([2, 2], -0.5, 0.5, 3), Samples.Bools([3, 2], 4)];
        OpCheck.Run(x =>
        {
            var (states, outputs) = Tensor.Scan((s, at) =>
            {
                var h = s[0].MatMul(x[2]).MatMul(x[2], transposeB: true) + at[0] + x[2];
                return ([Tensor.Where(at[1].ExpandDims(-1), h.Tanh(), s[0]), s[1] + at[1].Cast(DType.Int32)], [h.Softmax()]);
            }, [x[0], Tensor.Zeros([2], DType.Int32)], [x[1], x[3]]);
            return (states[0] * (states[1].Cast(states[0].DType) + 1).ExpandDims(-1)).Sum() + outputs[0].Square().Sum();
        }, s_options with { Batched = [1, 3] }, inputs);
    }

    [Test]
    public void Scan_InScan_HoldsEverything()
    {
        Tensor[] inputs = [Samples.Uniform([2], -1, 1, 1), Samples.Uniform([3, 2, 2], -1, 1, 2), Samples.Uniform([2], 0.5, 1, 3)];
        OpCheck.Run(x => Tensor.Scan((s, rows) =>
        {
            var inner = Tensor.Scan((t, row) => ([(t[0] * x[2] + row[0]).Sin()], []), [s[0]], [rows[0]], reverse: true).States[0];
            return ([inner], [inner * s[0]]);
        }, [x[0]], [x[1]]).Outputs[0], s_options with { Batched = [1] }, inputs);
    }

    [Test]
    public void Scan_Reverse_PutsOutputsAtTheirOwnTime()
    {
        Tensor x = new float[] { 1, 2, 3 }, zero = Tensor.Scalar(0f);
        static (Tensor[], Tensor[]) Add(Tensor[] s, Tensor[] at) => ([s[0] + at[0]], [s[0] + at[0], at[0]]);
        var (last, sums) = Tensor.Scan(Add, [zero], [x], reverse: true);
        Assert.That(last[0].Item(), Is.EqualTo(6));
        Assert.That(sums[0].ToFloats(), Is.EqualTo(new float[] { 6, 5, 3 }));
        Assert.That(sums[1].ToFloats(), Is.EqualTo(new float[] { 1, 2, 3 }));
        Assert.That(Tensor.Scan(Add, [zero], [x[..0]]).States[0].Item(), Is.Zero);
    }

    [Test]
    public void Scan_OfVariables_WatchesThemAndSeesNewValues()
    {
        var scale = new Variable(Tensor.Scalar(2f));
        Tensor Run(Tensor x) => Tensor.Scan((s, at) => ([s[0] + at[0] * scale], []), [Tensor.Scalar(0f)], [x]).States[0];
        Tensor x = new float[] { 1, 2, 3 };
        using (var tape = new GradientTape()) Assert.That(tape.Gradient(Run(x), [scale])[0].Item(), Is.EqualTo(6));
        var program = Program.Compile(Device.Cpu, [x.Spec], t => [Run(t[0])]);
        Assert.That(program.Run(x)[0].Item(), Is.EqualTo(12));
        scale.Assign(Tensor.Scalar(3f));
        Assert.That(program.Run(x)[0].Item(), Is.EqualTo(18));
        Assert.That(Run(x).Item(), Is.EqualTo(18));
    }

    [Test]
    public void Scan_CustomGradient_IsUsed()
    {
        Tensor x = new float[] { 1, 2, 3 };
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = Tensor.Scan((s, at) => ([s[0] + CustomGradient.Apply(t => t[0] * t[0], g => [g.Dy * 10], at[0])], []), [Tensor.Scalar(0f)], [x]).States[0];
        Assert.That(y.Item(), Is.EqualTo(14));
        Assert.That(tape.Gradient(y, x).ToFloats(), Is.EqualTo(new float[] { 10, 10, 10 }));
    }

    [Test]
    public void Scan_EqualScans_AreEqualAndMerged()
    {
        static Tensor Sum(Tensor x) => Tensor.Scan((s, at) => ([s[0] + at[0] * 2], []), [Tensor.Zeros(Shape.Scalar)], [x]).States[0];
        var program = Program.Compile(Device.Cpu, [new([4], DType.Float32)], x => [Sum(x[0]) + Sum(x[0])]);
        Assert.That(program.Listing.Count(l => l.Contains("= scan(")), Is.EqualTo(1));
        Assert.That(program.Run(Tensor.Ones([4]))[0].Item(), Is.EqualTo(16));
    }

    [Test]
    public void Scan_WeightGradient_IsOneProductBehindTheLoop()
    {
        var kernel = new Variable(Samples.Uniform([3, 3]).Cast(DType.Float32));
        var program = Program.Compile(Device.Cpu, [new([5, 2, 3], DType.Float32)], x =>
        {
            using var tape = new GradientTape();
            var h = Tensor.Scan((s, at) => ([(at[0] + s[0].MatMul(kernel)).Tanh()], []), [Tensor.Zeros([2, 3])], [x[0]]).States[0];
            return tape.Gradient(h.Sum(), [kernel]);
        });
        Assert.That(program.Listing.Count(l => l.Contains("scan(")), Is.EqualTo(2));
        Assert.That(program.Listing.Single(l => l.Contains("matmul(")), Does.Contain("float32 [10, 3]"));
    }

    [Test]
    public void Scan_BadInput_Throws()
    {
        Tensor x = Tensor.Zeros([3, 2]), h = Tensor.Zeros([2]);
        Assert.That(() => Tensor.Scan((s, at) => (s, []), [h], []), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("[scan] expects at least one sequence: its first axis says how many steps there are."));
        Assert.That(() => Tensor.Scan((s, at) => (s, []), [h], [x, Tensor.Zeros([4])]), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("[scan] sequence 1 has 4 time steps (shape [4]) but those before it have 3. All must be equally long."));
        Assert.That(() => Tensor.Scan((s, at) => ([at[0][..1]], []), [h], [x]), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("[scan] state 0 is float32 [2] but the step makes it float32 [1]: its shape must stay. Give a first state of that shape."));
        Assert.That(() => Tensor.Scan((s, at) => ([s[0].Cast(DType.Float64)], []), [h], [x]), Throws.TypeOf<DTypeMismatchException>()
            .With.Message.EqualTo("[scan] state 0 is float32 [2] but the step makes it float64 [2]: its type must stay. Cast it at the end of the step."));
        Assert.That(() => Tensor.Scan((s, at) => ([], []), [h], [x]), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("[scan] there are 1 states but the step gives 0 back."));
        var counter = new Variable(h, "counter");
        Assert.That(() => Tensor.Scan((s, at) =>
        {
            counter.Assign(counter.Value + 1);
            return (s, []);
        }, [h], [x]), Throws.TypeOf<InvalidValueException>().With.Message.StartsWith("[scan] the step assigns variable 'counter', but a step cannot change variables"));
        Tensor? kept = null;
        Tensor.Scan((s, at) =>
        {
            kept = at[0];
            return (s, []);
        }, [h], [x]);
        Assert.That(() => kept! + 1, Throws.TypeOf<NoValueException>().With.Message.Contains("used after its trace ended"));
    }
}
