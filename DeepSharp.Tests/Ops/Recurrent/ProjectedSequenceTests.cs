namespace DeepSharp.Tests.Ops;

public sealed class ProjectedSequenceTests
{
    [Test, Covers(typeof(ProjectedSequenceOp))]
    public void ProjectedSequence_PassesOpCheck()
    {
        // Rows are steps of batches: the axes are not to be taken apart.
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement & ~OpChecks.Empty & ~OpChecks.OpenAxis & ~OpChecks.SecondGradient };
        Tensor x = Samples.Uniform([6, 3]), h = Samples.Uniform([2, 2], seed: 2), c = Samples.Uniform([2, 2], seed: 3);
        Tensor w = Samples.Uniform([3, 8], seed: 4), b = Samples.Uniform([8], seed: 5), u = Samples.Uniform([2, 8], seed: 6);
        OpCheck.Run(new ProjectedSequenceOp(new LstmSequenceOp(), true), options, x, w, b, h, c, u);
        OpCheck.Run(
            new ProjectedSequenceOp(new GruSequenceOp(), false), options, x, Samples.Uniform([3, 6], seed: 7), h, Samples.Uniform([2, 6], seed: 8),
            Samples.Uniform([6], seed: 9));
    }
}
