namespace DeepSharp.Tests;

public sealed class ScatterUpdateTests
{
    private static readonly OpCheckOptions s_fixed = new() { Batched = [] };

    [Test]
    [Covers(typeof(ScatterUpdateOp))]
    public void ScatterUpdate_RepeatedRows_HoldAllChecks()
    {
        OpCheck.Run(new ScatterUpdateOp(), s_fixed, Samples.Uniform([5, 3]), Tensor.From([-1, 1, 4]), Samples.Uniform([3, 3], seed: 2));
        OpCheck.Run(x => x[0].ScatterUpdate(x[1], x[2]), s_fixed, Samples.Uniform([3, 4]),
            Tensor.From([0, -1, 2, 3, 0, 3], [3, 2]), Samples.Uniform([3], seed: 2));
        OpCheck.Run(x => x[0].ScatterUpdate(x[1], x[2]), s_fixed, Samples.Uniform([3, 2]),
            Tensor.From([-1L], [1, 1, 1]), Samples.Uniform([1, 1, 2], seed: 2));
    }

    [Test]
    public void ScatterUpdate_SameCoordinateTwice_LastStands() => Assert.That(
        Tensor.From([1, 2, 3]).ScatterUpdate(Tensor.From([0, 2, 0], [3, 1]), Tensor.From([7, 8, 9])).ToInts(), Is.EqualTo([9, 2, 8]));

    [Test]
    public void ScatterUpdate_OfAVariable_WritesOnlyTheRows()
    {
        var variable = new Variable(Tensor.From([1f, 2, 3]));
        var program = Program.Compile(Device.Cpu, [new([1, 1], DType.Int32)], x =>
        {
            variable.Assign(variable.Value.ScatterUpdate(x[0], Tensor.From([9f])));
            return [];
        });
        program.Run(Tensor.From([1], [1, 1]));
        program.Run(Tensor.From([-1], [1, 1]));
        Assert.That(variable.Value.ToFloats(), Is.EqualTo(new float[] { 1, 9, 9 }));
    }

    [Test]
    public void ScatterUpdate_BadArguments_SayWhatIsWrong()
    {
        var x = Samples.Uniform([3, 2]);
        Assert.That(() => x.ScatterUpdate(Tensor.From([3], [1, 1]), Samples.Uniform([1, 2])), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => x.ScatterUpdate(Tensor.From([0], [1, 1]), Samples.Uniform([2, 2])), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => new ScatterUpdateOp().Apply(x, Tensor.From([0]), Tensor.Zeros([1, 2])), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => new ScatterUpdateOp().Apply(x, Tensor.From([0]), Samples.Uniform([2, 2])),
            Throws.TypeOf<ShapeMismatchException>());
    }
}
