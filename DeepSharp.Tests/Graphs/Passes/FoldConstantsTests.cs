namespace DeepSharp.Tests.Graphs.Passes;

public sealed class FoldConstantsTests
{
    [Test]
    public void LargeIntegers_OneApart_StayApart()
    {
        const long large = 1L << 53;
        Tensor zero = Tensor.Scalar(0L), x = Tensor.From<long>([1, 2]);
        var program = Program.Compile(Device.Cpu, [x.Spec], t =>
            [t[0] + (Tensor.Scalar(large) + zero), t[0] + (Tensor.Scalar(large + 1) + zero)]);
        var sums = program.Run(x);
        Assert.That(sums[0].ToArray<long>(), Is.EqualTo(new[] { large + 1, large + 2 }));
        Assert.That(sums[1].ToArray<long>(), Is.EqualTo(new[] { large + 2, large + 3 }));
    }
}
