namespace DeepSharp.Tests.Graphs;

public sealed class TracedFunctionTests
{
    [Test]
    public void Run_MoreSignaturesThanRoom_ForgetsTheLeastRecentlyUsed()
    {
        int traces = 0;
        var doubled = new TracedFunction(x =>
        {
            traces++;
            return [x[0] * 2];
        }, capacity: 2);
        float[] Run(int length) => doubled.Run(Tensor.Ones([length]).Contiguous())[0].ToFloats();
        Assert.That(Run(1).Length + Run(2).Length + Run(1).Length, Is.EqualTo(4));
        Assert.That((traces, doubled.Programs.Count), Is.EqualTo((2, 2)));
        Assert.That(Run(3), Is.EqualTo(new float[] { 2, 2, 2 }));       // 2 goes, 1 stays
        Run(1);
        Assert.That((traces, doubled.Programs.Count), Is.EqualTo((3, 2)));
        Run(2);
        Assert.That((traces, doubled.Programs.Count), Is.EqualTo((4, 2)));
    }

    [Test]
    public void Fit_LastBatchSmaller_TracesOnceMore()
    {
        int traces = 0;
        var model = new Sequential([1]).Dense(1);
        model.Compile(new SGD(0.01), (LossSet)(Func<Tensor, Tensor, Tensor>)((t, p) =>
        {
            traces++;
            return (t - p).Square().Mean([-1]);
        }));
        var data = (DataSource)(Tensor.Ones([5, 1]), Tensor.Ones([5, 1]));
        model.Fit(data, batchSize: 2, epochs: 3, verbose: Verbosity.Silent);
        Assert.That(traces, Is.EqualTo(2));
        model.Compile(model.Optimizer, "mse");
        model.Fit(data, batchSize: 2, verbose: Verbosity.Silent);
        Assert.That(traces, Is.EqualTo(2));
    }
}
