namespace DeepSharp.Tests;

public sealed class ActivationFunctionTests
{
    private static readonly Tensor X = Samples.AwayFromZero([3, 5], 0.1, 2.9);

    /// <summary>Away from the bends at ±0.5, ±1 and ±3.</summary>
    private static readonly Tensor Apart = Tensor.From(new[] { -3.5, -2.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 2.75, 3.5 }, [2, 5]);

    [Test]
    [Covers(typeof(EluFn), typeof(CeluFn), typeof(SeluFn), typeof(LeakyReluFn))]
    public void Units_PassOpCheck()
    {
        OpCheck.Run(x => x[0].Elu(0.7), X);
        OpCheck.Run(x => x[0].Celu(0.7), X);
        OpCheck.Run(x => x[0].Selu(), X);
        OpCheck.Run(x => x[0].LeakyRelu(0.2), X);
    }

    [Test]
    [Covers(typeof(GeluFn), typeof(GeluTanhFn), typeof(SiluFn), typeof(MishFn), typeof(SoftsignFn), typeof(LogSigmoidFn), typeof(TanhShrinkFn), typeof(SquareplusFn))]
    public void SmoothFunctions_PassOpCheck()
    {
        OpCheck.Run(x => x[0].Gelu(), X);
        OpCheck.Run(x => x[0].Gelu(approximate: true), X);
        OpCheck.Run(x => x[0].Silu(), X);
        OpCheck.Run(x => x[0].Mish(), X);
        OpCheck.Run(x => x[0].Softsign(), X);
        OpCheck.Run(x => x[0].LogSigmoid(), X);
        OpCheck.Run(x => x[0].TanhShrink(), X);
        OpCheck.Run(x => x[0].Squareplus(), X);
    }

    [Test]
    [Covers(typeof(RampFn), typeof(HardSigmoidFn), typeof(HardSiluFn), typeof(HardShrinkFn), typeof(SoftShrinkFn), typeof(ThresholdFn), typeof(SparsePlusFn), typeof(SparseSigmoidFn))]
    public void BentFunctions_PassOpCheck()
    {
        OpCheck.Run(x => x[0].Relu(0.1, 3, 0.5), Apart);
        OpCheck.Run(x => x[0].Relu(0.1, 3), Apart);
        OpCheck.Run(x => x[0].Relu(0, 3), Apart);
        OpCheck.Run(x => x[0].HardSigmoid(), Apart);
        OpCheck.Run(x => x[0].HardSilu(), Apart);
        OpCheck.Run(x => x[0].HardShrink(), Apart);
        OpCheck.Run(x => x[0].SoftShrink(), Apart);
        OpCheck.Run(x => x[0].Threshold(0.5, -1), Apart);
        OpCheck.Run(x => x[0].SparsePlus(), Apart);
        OpCheck.Run(x => x[0].SparseSigmoid(), Apart);
    }

    [Test]
    [Covers(typeof(GluOp))]
    public void Glu_PassesOpCheck() => OpCheck.Run(new GluOp(1), Samples.Uniform([3, 4]));

    [Test]
    [Covers(typeof(SparsemaxOp))]
    public void Sparsemax_PassesOpCheck() => OpCheck.Run(
        new SparsemaxOp(1), new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.NoAllocation }, Samples.Distinct([3, 4], 0.3));
}
