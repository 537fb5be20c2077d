using DeepSharp.Layers;

namespace DeepSharp.Tests.Graphs;

/// <summary>Decay within the update, and one loop for many small variables.</summary>
public sealed class FuseUpdatesTests
{
    private static string[] Names(Program program) => [.. program.Listing.Select(s => s[(s.IndexOf("= ", StringComparison.Ordinal) + 2)..s.IndexOf('(')])];

    /// <summary>Trains a network both ways, compares all bits, and gives the names of the traced step's ops.</summary>
    private static string[] Trained(Func<Optimizer> optimizer)
    {
        Model Build(bool eager) => new Sequential([6]).Dense(300, kernelInitializer: new Initializers.GlorotUniform(seed: 1)).LayerNormalization()
            .Dense(300, kernelInitializer: new Initializers.GlorotUniform(seed: 2)).BatchNormalization()
            .Dense(2, kernelInitializer: new Initializers.GlorotUniform(seed: 3))
            .Compile(optimizer(), loss: "mse", runEagerly: eager);
        var (eager, traced) = (Build(true), Build(false));
        (Tensor, Tensor) data = (Samples.Uniform([8, 6]).Cast(DType.Float32), Samples.Uniform([8, 2], seed: 2).Cast(DType.Float32));
        for (int step = 0; step < 3; step++)
        {
            eager.TrainOnBatch(data);
            traced.TrainOnBatch(data);
        }
        Close.Same("weights", [.. eager.Weights.Select(w => w.Value)], [.. traced.Weights.Select(w => w.Value)], 1e-4);
        return Names(traced.TrainPrograms.Single());
    }

    [Test]
    public void SmallVariables_ShareALoop_LargeOnesHaveTheirOwn()
    {
        var names = Trained(() => new Adam(1e-3));
        Assert.That(names.Where(n => n.Contains("adam")), Is.EquivalentTo((string[])["adam×9", "adam"]));
    }

    [Test]
    public void Decay_IsPartOfTheUpdate()
    {
        AdamW Partly()
        {
            var optimizer = new AdamW(1e-3, weightDecay: 0.1);
            optimizer.ExcludeFromWeightDecay(names: ["bias", "gamma", "beta"]);
            return optimizer;
        }
        Assert.That(Trained(() => new AdamW(1e-3, weightDecay: 0.1)).Where(n => n.Contains("adam")), Is.EquivalentTo((string[])["decay+adam×9", "decay+adam"]));
        Assert.That(Trained(Partly).Where(n => n.Contains("adam")), Is.EquivalentTo((string[])["decay+adam×2", "decay+adam", "adam×7"]));
    }

    [Test]
    public void FusedSteps_GiveTheBitsOfEagerOnes([Values] bool decays)
    {
        var shapes = new Shape[] { [3], [2, 5], [300, 300], [1030] };
        Variable[] Make() => [.. shapes.Select((s, i) => new Variable(Samples.Uniform(s, seed: i + 1).Cast(DType.Float32), $"v{i}"))];
        foreach (var make in new Func<Optimizer>[]
        {
            () => new SGD(0.1, weightDecay: decays ? 0.1 : null), () => new SGD(0.1, momentum: 0.9, nesterov: true, weightDecay: decays ? 0.1 : null),
            () => new Adam(0.1, amsgrad: true, weightDecay: decays ? 0.1 : null), () => new RMSprop(0.1, weightDecay: decays ? 0.1 : null),
            () => new Adagrad(0.1, weightDecay: decays ? 0.1 : null, useEma: true, emaOverwriteFrequency: 2),
            () => new Adam(0.1, gradientAccumulationSteps: 2, weightDecay: decays ? 0.1 : null),
        })
        {
            var (eager, traced, now, later) = (Make(), Make(), make(), make());
            var program = Program.Compile(Device.Cpu, [], _ =>
            {
                later.Apply([.. traced.Select(v => v.Value.Sin())], traced);
                return [];
            });
            for (int step = 0; step < 5; step++)
            {
                now.Apply([.. eager.Select(v => v.Value.Sin())], eager);
                program.Run();
            }
            Close.Identical($"{now}", [.. eager.Concat(now.Variables).Select(v => v.Value)], [.. traced.Concat(later.Variables).Select(v => v.Value)]);
            Allocation.None(() => program.Run());
        }
    }

    [Test]
    public void ResultWantedBeforeTheOthersAreDone_StaysInItsPlace()
    {
        Variable a = new(Tensor.From([1f, 2])), b = new(Tensor.From([3f])), c = new(Tensor.From([4f]));
        var rate = Tensor.Scalar(0.5f);
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            var op = new SgdOp();
            op.Assign(a, a.Value, [], rate);
            op.Assign(b, a.Value.Sum().Reshape([1]), [], rate);
            op.Assign(c, c.Value, [], rate);
            return [];
        });
        program.Run();
        Assert.That(new[] { a, b, c }.SelectMany(v => v.Value.ToFloats()), Is.EqualTo(new[] { 0.5f, 1, 2.25f, 2 }));
        Assert.That(Names(program).Count(n => n == "sgd×2"), Is.EqualTo(1));
    }
}
