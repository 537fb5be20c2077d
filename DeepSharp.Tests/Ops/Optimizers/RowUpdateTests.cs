namespace DeepSharp.Tests;

public sealed class RowUpdateTests
{
    // A variable of one row would be too short for the ids.
    private static readonly OpCheckOptions s_fixed = new() { Batched = [], DoubleTolerance = 0, Checks = OpChecks.All & ~OpChecks.OneElement };

    private static IEnumerable<OptimizerOp> Rules =>
        [new SgdOp(), new MomentumOp(0.9), new AdagradOp(1e-3), new RmspropOp(0.9, 0.8, 1e-3, true), new AdamOp(0.9, 0.7, 1e-3, Amsgrad: true)];

    private static Tensor[] Slots(OptimizerOp rule, Shape shape) => [.. rule.SlotNames().Select((name, i) =>
        name is "average" ? Samples.Uniform(shape, -0.2, 0.2, 5) : Samples.Uniform(shape, 1, 2, 3 + i))];

    [TestCaseSource(nameof(Rules))]
    [Covers(typeof(RowUpdateOp))]
    public void Update_EveryRule_HoldsEveryCheck(OptimizerOp rule)
    {
        var (w, rate) = (Samples.Uniform([5, 3]), Samples.Uniform([], 0.1, 0.2, 9));
        OpCheck.Run(
            new RowUpdateOp(rule), s_fixed, [w, Samples.AwayFromZero([2, 2, 3], seed: 2), .. Slots(rule, [5, 3]), rate, Tensor.From([4, 1, 1, -1], [2, 2])]);
        OpCheck.Run(
            new RowUpdateOp(rule, Summed: true), s_fixed, [w, Samples.AwayFromZero([5, 3], seed: 2), .. Slots(rule, [5, 3]), rate, Tensor.From([0L, 3, 0])]);
    }

    /// <summary>Rows longer than a piece of sums, elements alone, more rows than one digit of the sort counts, many of them in one place.</summary>
    [TestCase(70_000, 3, 500)]
    [TestCase(300, 1100, 900)]
    [TestCase(1, 40, 7)]
    [TestCase(2000, 16, 60_000)]
    public void RestingRules_GiveTheBitsOfTheWholeUpdate(int rows, int width, int count)
    {
        foreach (var rule in new OptimizerOp[] { new SgdOp(), new AdagradOp() })
            foreach (var dtype in new[] { DType.Float32, DType.Float64 })
            {
                var ids = Tensor.Minimum(Samples.Integers([count], 0, rows), Samples.Integers([count], 0, rows, seed: 2));
                var (w, g) = (Samples.Uniform([rows, width]).Cast(dtype), Samples.Uniform([count, width], seed: 3).Cast(dtype));
                Tensor[] slots = Array.ConvertAll(Slots(rule, [rows, width]), s => s.Cast(dtype));
                var rate = Tensor.Scalar(0.1, dtype);
                var sums = new ScatterAddOp(0, rows).Apply(ids, g);
                var expected = rule.ApplyAll([w, sums, .. slots, rate]);
                Close.Identical($"{rule}", expected, new RowUpdateOp(rule).ApplyAll([w, g, .. slots, rate, ids]));
                Close.Identical($"{rule}, summed", expected, new RowUpdateOp(rule, Summed: true).ApplyAll([w, sums, .. slots, rate, ids]));
                OpCheck.Threads(x => new RowUpdateOp(rule).ApplyAll(x)[0], [w, g, .. slots, rate, ids]);
            }
    }

    [Test]
    public void NoIds_ChangeNothing()
    {
        var w = Samples.Uniform([4, 3]);
        Close.Identical("no ids", [w],
            new RowUpdateOp(new SgdOp()).ApplyAll(w, Tensor.Zeros([0, 3], DType.Float64), Tensor.Scalar(0.1), Tensor.Zeros([0], DType.Int32)));
    }

    [Test]
    public void Infer_WrongInputs_SaysWhichAndWhy()
    {
        Tensor w = Tensor.Zeros([4, 3]), rate = Tensor.Scalar(0.1f), ids = Tensor.From([1, 2]);
        var op = new RowUpdateOp(new SgdOp());
        Assert.That(() => op.Apply(w, Tensor.Zeros([2, 3]), rate), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[sgd_rows] takes 4 tensors (variable, gradient, rate, ids) but got 3."));
        Assert.That(() => op.Apply(w, Tensor.Zeros([4, 3]), rate, ids), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[sgd_rows] the gradient of float32 [4, 3] by ids int32 [2] must be float32 [2, 3] but is float32 [4, 3]."));
        Assert.That(() => op.Apply(rate, rate, rate, ids), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[sgd_rows] the variable must have rows but is float32 []."));
        Assert.That(() => op.Apply(w, Tensor.Zeros([2, 3]), rate, Tensor.From([1f, 2])), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains(
            "[sgd_rows] indices must be int32 or int64 but are float32."));
        Assert.That(() => op.Apply(w, Tensor.Zeros([2, 3]), rate, Tensor.From([1, 4])), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[sgd_rows] index 4 at position [1] of the indices is outside axis 0 of length 4: expected -4 to 3."));
    }
}
