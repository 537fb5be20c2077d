using DeepSharp.Layers;

namespace DeepSharp.Tests.Graphs;

/// <summary>Tables whose gradient is a list of rows.</summary>
public sealed class FuseRowUpdatesTests
{
    private static readonly Tensor s_ids = Samples.Integers([6, 4], 0, 50), s_labels = Samples.Integers([6], 0, 3, seed: 2);

    private static Model Build(Optimizer optimizer, bool eager, Embedding? embedding = null) =>
        new Sequential([4])
        {
            embedding ?? new Embedding(50, 5, embeddingsInitializer: new Initializers.RandomUniform(seed: 3)), new Flatten(),
            new Dense(3, kernelInitializer: new Initializers.GlorotUniform(seed: 4)),
        }
            .Compile(optimizer, loss: new DeepSharp.Losses.SparseCategoricalCrossentropy(fromLogits: true), runEagerly: eager);

    /// <summary>Trains some steps both ways, compares all bits, and gives the ops of the traced step.</summary>
    private static string Trained(Func<Optimizer> optimizer, Func<Embedding>? embedding = null)
    {
        var (eager, traced) = (Build(optimizer(), true, embedding?.Invoke()), Build(optimizer(), false, embedding?.Invoke()));
        for (int step = 0; step < 4; step++)
        {
            var ids = (s_ids + step * 7) % 50;
            eager.TrainOnBatch((ids, s_labels));
            traced.TrainOnBatch((ids, s_labels));
        }
        Close.Identical("weights", [.. eager.Weights.Select(w => w.Value)], [.. traced.Weights.Select(w => w.Value)]);
        Close.Identical("slots", [.. eager.Optimizer!.Variables.Select(v => v.Value)], [.. traced.Optimizer!.Variables.Select(v => v.Value)]);
        return string.Join('\n', traced.TrainPrograms.Single().Listing);
    }

    [Test]
    public void RestingRules_TakeRows()
    {
        Assert.That(Trained(() => new SGD(0.1)), Does.Contain("sgd_rows").And.Not.Contain("scatter_add"));
        Assert.That(Trained(() => new Adagrad(0.1)), Does.Contain("adagrad_rows").And.Not.Contain("scatter_add"));
        Assert.That(Trained(() => new Adam(0.1, lazyRows: true)), Does.Contain("adam_rows").And.Not.Contain("scatter_add"));
    }

    [Test]
    public void EveryOtherUpdate_TakesTheWholeTable()
    {
        foreach (var optimizer in new Func<Optimizer>[]
        {
            () => new SGD(0.1, momentum: 0.9), () => new SGD(0.1, weightDecay: 0.1), () => new SGD(0.1, clipnorm: 0.1), () => new SGD(0.1, globalClipnorm: 0.1),
            () => new SGD(0.1, clipvalue: 0.01), () => new SGD(0.1, lossScaleFactor: 3), () => new SGD(0.1, gradientAccumulationSteps: 2), () => new Adam(0.1),
            () => new Adagrad(0.1, epsilon: 0),
        })
            Assert.That(Trained(optimizer), Does.Contain("scatter_add").And.Not.Contain("_rows("), $"{optimizer()}");
        Assert.That(Trained(() => new SGD(0.1), () => new Embedding(50, 5, new Initializers.RandomUniform(seed: 3), embeddingsRegularizer: new L2(0.1))),
            Does.Contain("scatter_add").And.Not.Contain("_rows("), "regularizer");
    }

    [Test]
    public void LazyRows_BehindClipping_AreStillTheNamedRows()
    {
        foreach (var optimizer in new Func<Optimizer>[]
        {
            () => new Adam(0.1, lazyRows: true, clipnorm: 0.1), () => new Adam(0.1, lazyRows: true, globalClipnorm: 0.1),
            () => new Adam(0.1, lazyRows: true, clipvalue: 0.01), () => new Adam(0.1, lazyRows: true, lossScaleFactor: 3),
            () => new LossScaleOptimizer(new Adam(0.1, lazyRows: true)),
        })
            Assert.That(Trained(optimizer), Does.Contain("scatter_add").And.Contain("adam_rows(Rule"), $"{optimizer()}");
    }

    [Test]
    public void LargeTable_TakesNoMemoryAndNoAllocation()
    {
        var table = new Variable(Samples.Uniform([5000, 16]).Cast(DType.Float32));
        var ids = Samples.Integers([40], 0, 5000);
        var optimizer = new SGD(0.1);
        var program = Program.Compile(Device.Cpu, [ids.Spec], x =>
        {
            using var tape = new GradientTape();
            var loss = table.Value.Gather(x[0]).Square().Sum();
            optimizer.Apply(tape.Gradient(loss, [table]), [table]);
            return [];
        });
        Assert.That(program.BytesWithoutReuse, Is.LessThan(40 * 16 * 4 * 4), "a table of sums would take 320000 bytes");
        Allocation.None(() => program.Run(ids));
    }

    [Test]
    public void TableUsedTwice_SumsBothGradients()
    {
        foreach (bool lazy in new[] { false, true })
        {
            var (eager, traced) = (new Variable(Samples.Uniform([50, 5])), new Variable(Samples.Uniform([50, 5])));
            Action<Tensor> Step(Variable table)
            {
                Optimizer optimizer = lazy ? new Adam(0.1, lazyRows: true) : new SGD(0.1);
                return ids =>
                {
                    using var tape = new GradientTape();
                    var loss = (table.Value.Gather(ids).Square() * table.Value.Gather(ids.Cast(DType.Int64).Reshape(Dim.Any) - 1, 0).Sum()).Sum();
                    optimizer.Apply(tape.Gradient(loss, [table]), [table]);
                };
            }
            var (now, step) = (Step(eager), Step(traced));
            var program = Program.Compile(Device.Cpu, [s_ids.Spec], x =>
            {
                step(x[0]);
                return [];
            });
            for (int i = 0; i < 3; i++)
            {
                now(s_ids);
                program.Run(s_ids);
            }
            Close.Identical(lazy ? "adam" : "sgd", [eager.Value], [traced.Value]);
            Assert.That(string.Join('\n', program.Listing), lazy ? Does.Contain("adam_rows(Rule") : Does.Not.Contain("_rows("));
            var still = Enumerable.Range(0, 50).Except(s_ids.ToArray<int>()).Except(s_ids.ToArray<int>().Select(i => (i + 49) % 50)).ToArray();
            Assert.That(still, Is.Not.Empty);
            Close.Identical("rows without a gradient", [Samples.Uniform([50, 5]).Gather(Tensor.From(still))], [traced.Value.Gather(Tensor.From(still))]);
        }
    }
}
