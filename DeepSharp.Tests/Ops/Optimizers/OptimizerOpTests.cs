namespace DeepSharp.Tests;

public sealed class OptimizerOpTests
{
    private static IEnumerable<OptimizerOp> Ops =>
    [
        new SgdOp(), new MomentumOp(0.9), new MomentumOp(0.9, Nesterov: true), new AdagradOp(1e-3),
        new RmspropOp(Epsilon: 1e-3),
        new RmspropOp(0.8, 0.5, 1e-3), new RmspropOp(Epsilon: 1e-3, Centered: true), new RmspropOp(0.9, 0.8, 1e-3, true),
        new AdamOp(Epsilon: 1e-3), new AdamOp(0.9, 0.7, 1e-3, Amsgrad: true),
    ];

    private static Tensor[] Inputs(OptimizerOp op, Shape shape) =>
    [
        Samples.Uniform(shape), Samples.AwayFromZero(shape, seed: 2),
        // Slots that stand under roots are positive; the average of a centered RMSprop is smaller than their root.
        .. op.SlotNames().Select((slot, i) =>
            slot is "average" ? Samples.Uniform(shape, -0.2, 0.2, 5) : Samples.Uniform(shape, 1, 2, 3 + i)),
        Samples.Uniform([], 0.1, 0.2, 9),
    ];

    [TestCaseSource(nameof(Ops))]
    [Covers(typeof(SgdOp), typeof(MomentumOp), typeof(AdagradOp), typeof(RmspropOp), typeof(AdamOp))]
    public void Update_EveryRule_HoldsEveryCheck(OptimizerOp op)
    {
        foreach (var covered in Ops) if (covered.GetType() != op.GetType()) OpCoverage.Run(covered, Inputs(covered, [2]));
        // The kernel does the operations of the composition in the same order, so not even the last bit may differ.
        OpCheck.Run(op, new OpCheckOptions { DoubleTolerance = 0 }, Inputs(op, [3, 7]));
    }

    [TestCaseSource(nameof(Ops))]
    public void Update_LargeVariable_DoesNotDependOnThreadsOrPrecision(OptimizerOp op)
    {
        var inputs = Inputs(op, [70_001]);
        OpCheck.Threads(x => op.ApplyAll(x)[0], inputs);
        Tensor[] single = Array.ConvertAll(inputs, x => x.Cast(DType.Float32));
        Close.Identical($"{op}", op.Compose(single), op.ApplyAll(single));
    }

    [TestCaseSource(nameof(Ops))]
    public void Assign_InAProgram_UpdatesInPlaceAsEagerly(OptimizerOp op)
    {
        var inputs = Array.ConvertAll(Inputs(op, [5, 5]), x => x.Cast(DType.Float32));
        Variable[] Make() => [.. inputs.Where((_, i) => i != 1 && i != inputs.Length - 1).Select(x => new Variable(x))];
        var (eager, traced) = (Make(), Make());
        var rate = new Variable(inputs[^1], trainable: false);
        var program = Program.Compile(Device.Cpu, [inputs[1].Spec], x =>
        {
            op.Assign(traced[0], x[0], traced[1..], rate.Value);
            return [];
        });
        for (int step = 0; step < 3; step++)
        {
            op.Assign(eager[0], inputs[1], eager[1..], rate.Value);
            program.Run(inputs[1]);
        }
        Close.Identical($"{op}", [.. eager.Select(v => v.Value)], [.. traced.Select(v => v.Value)]);
        Assert.That(program.BytesWithoutReuse, Is.Zero, "the outputs must lie in the variables, not in memory of the program");
    }

    [Test]
    public void Infer_WrongInputs_SaysWhichAndWhy()
    {
        var w = Tensor.Zeros([2, 3]);
        var rate = Tensor.Scalar(0.1f);
        Assert.That(() => new MomentumOp(0.9).Apply(w, w, rate), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[momentum] takes 4 tensors (variable, gradient, velocity, rate) but got 3."));
        Assert.That(() => new AdamOp().Apply(w, w, w, Tensor.Zeros([3]), rate),
            Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[adam] slot 'velocity' must be float32 [2, 3] like the variable but is float32 [3]."));
        Assert.That(() => new SgdOp().Apply(w, Tensor.Zeros([2]), rate),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("the gradient must be"));
        Assert.That(() => new SgdOp().Apply(w, w, w),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("the rate must be a scalar"));
    }
}
