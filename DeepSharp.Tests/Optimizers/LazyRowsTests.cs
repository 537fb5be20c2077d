namespace DeepSharp.Tests;

/// <summary>Adam that leaves rows of tables alone which a batch does not name.</summary>
public class LazyRowsTests
{
    private static readonly int[][] s_batches = [[1, 2, 1], [3, 1, 3], [0, 2, 2]];
    private static readonly Tensor s_factors = Tensor.From([1.0, 2, 3, -1, 0.5, 1], [3, 2]);

    private static Variable Table() => new(Tensor.From([0.5, -1, 2, 0.25, -0.75, 1.5, 1, 1], [4, 2]));

    private static void Step(Optimizer optimizer, Variable table, Tensor ids)
    {
        using var tape = new GradientTape();
        var loss = (table.Value.Gather(ids).Square() * s_factors).Sum();
        optimizer.Apply(tape.Gradient(loss, [table]), [table]);
    }

    [Test]
    public void Steps_GiveTheValuesOfSparseAdam([Values] bool traced)
    {
        // torch.optim.SparseAdam(lr=0.1, eps=1e-7) in float64, of PyTorch 1.13.
        double[] expected = [0.4361188420701071, -0.9361186905627579, 1.8029474100095864, 0.09889773207765445, -0.5641304422205298, 1.6575218260628573,
            0.9255863960821276, 0.9255863568627354];
        var (table, optimizer) = (Table(), new Adam(0.1, lazyRows: true));
        var step = new TracedFunction(x =>
        {
            Step(optimizer, table, x[0]);
            return [];
        });
        foreach (var batch in s_batches)
            if (traced) step.Run(Tensor.From(batch));
            else Step(optimizer, table, Tensor.From(batch));
        Assert.That(table.Value.ToDoubles(), Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public void WholeSteps_MoveRowsThatAreNotNamed()
    {
        var (table, optimizer) = (Table(), new Adam(0.1));
        foreach (var batch in s_batches[..2]) Step(optimizer, table, Tensor.From(batch));
        Assert.That(table.Value.ToDoubles()[4], Is.Not.EqualTo(-0.75 + 0.1).Within(1e-6), "row 2 was named in the first step, and goes on in the second");
        Assert.That(new Adam(0.1, lazyRows: true).Config.Select(e => e.Key), Has.Member("lazy_rows"));
        Assert.That(optimizer.Config.Select(e => e.Key), Has.No.Member("lazy_rows"), "Keras' class does not have it");
        Assert.That(new Adam(0.1, lazyRows: true).ToString(), Is.EqualTo("Adam(0.1, lazyRows: true)"));
    }

    [Test]
    public void OtherVariables_TakeWholeSteps()
    {
        Variable Make() => new(Samples.Uniform([3, 2]));
        var (lazy, whole, v, w) = (new Adam(0.1, lazyRows: true), new Adam(0.1), Make(), Make());
        for (int i = 0; i < 3; i++)
        {
            lazy.Apply([v.Value * 2], [v]);
            whole.Apply([w.Value * 2], [w]);
        }
        Close.Identical("dense gradients", [w.Value], [v.Value]);
    }
}
