namespace DeepSharp.Tests;

public sealed class FusedUpdateTests
{
    private static readonly OpCheckOptions s_fixed = new() { Batched = [], DoubleTolerance = 0, Checks = OpChecks.All & ~OpChecks.OneElement };

    [Test, Covers(typeof(FusedUpdateOp))]
    public void SeveralVariables_HoldEveryCheck()
    {
        var rate = Samples.Uniform([], 0.1, 0.2, 9);
        Tensor[] Part(Shape shape, int slots) =>
            [Samples.Uniform(shape), Samples.AwayFromZero(shape, seed: 2), .. Enumerable.Range(3, slots).Select(i => Samples.Uniform(shape, 1, 2, i))];
        OpCheck.Run(new FusedUpdateOp(new SgdOp(), 2, false), s_fixed, [.. Part([3, 7], 0), .. Part([5], 0), rate]);
        OpCheck.Run(new FusedUpdateOp(new AdamOp(Epsilon: 1e-3), 1, true), s_fixed, [.. Part([3, 7], 2), rate, Samples.Uniform([], 0.01, 0.02)]);
        OpCheck.Run(
            new FusedUpdateOp(new AdagradOp(1e-3), 3, true), s_fixed, [.. Part([2], 1), .. Part([], 1), .. Part([17, 3], 1), rate, Samples.Uniform([], 0.01, 0.02)]);
    }

    [Test]
    public void ManyBlocks_GiveTheBitsOfUpdatesOneByOne()
    {
        var (op, rate, decay) = (new AdamOp(), Tensor.Scalar(0.01f), Tensor.Scalar(1e-3f));
        Shape[] shapes = [[1], [1023], [40, 1024], [0], [7, 3001], [3], [70_001], [5]];
        var inputs = new List<Tensor>();
        var (plain, decayed) = (new List<Tensor>(), new List<Tensor>());
        foreach (var (i, shape) in shapes.Index())
        {
            Tensor[] own = [.. Enumerable.Range(1, 4).Select(k => Samples.Uniform(shape, k > 2 ? 0.1 : -1, 1, 10 * i + k).Cast(DType.Float32))];
            inputs.AddRange(own);
            plain.AddRange(op.ApplyAll([.. own, rate]));
            decayed.AddRange(op.ApplyAll([own[0] - own[0] * decay, .. own[1..], rate]));
        }
        Close.Identical("plain", [.. plain], new FusedUpdateOp(op, shapes.Length, false).ApplyAll([.. inputs, rate]));
        var all = new FusedUpdateOp(op, shapes.Length, true);
        Close.Identical("decayed", [.. decayed], all.ApplyAll([.. inputs, rate, decay]));
        OpCheck.Threads(x => all.ApplyAll(x)[^3], [.. inputs, rate, decay]);
        OpCheck.Threads(x => all.ApplyAll(x)[6], [.. inputs, rate, decay]);
    }
}
