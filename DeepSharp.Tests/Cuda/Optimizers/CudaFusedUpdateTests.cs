using DeepSharp.Layers;

namespace DeepSharp.Tests.Cuda;

/// <summary>Updates of many variables in one launch.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaFusedUpdateTests
{
    /// <summary>A step's work is recorded in its third run.</summary>
    private const int RunsUntilRecorded = 4;

    // Whole packs, ends that are none, none at all at the beginning, in between and at the end, a single element, several blocks.
    private static readonly Shape[] s_shapes = [[0], [64], [5, 7], [0], [], [3, 1001], [1024], [1], [0]];

    private static readonly OptimizerOp[] s_ops = CudaOptimizerTests.Rules;

    [Test]
    public void Updates_OfManyVariables_GiveTheBitsOfTheCpu(
        [ValueSource(nameof(s_ops))] OptimizerOp rule, [Values(DType.Float32, DType.Float64)] DType type, [Values] bool decays) =>
        CudaCheck.Identical(new FusedUpdateOp(rule, s_shapes.Length, decays), Inputs(rule, type, decays));

    [Test]
    public void OneVariableThatDecays_GivesTheBitsOfTheCpu([Values(DType.Float32, DType.Float64)] DType type)
    {
        Tensor[] own = [.. Enumerable.Range(1, 4).Select(k => Samples.Uniform([70, 131], k > 2 ? 0.1 : -1, 1, k))];
        Tensor[] inputs = [.. own, Tensor.From([0.1], []), Tensor.From([0.01], [])];
        CudaCheck.Identical(new FusedUpdateOp(new AdamOp(), 1, true), Array.ConvertAll(inputs, x => x.Cast(type)));
    }

    [Test]
    public void WarmRun_IsOneLaunch()
    {
        var device = CudaTestDevice.OpenEmulated();
        var op = new FusedUpdateOp(new AdamOp(), s_shapes.Length, true);
        Tensor[] inputs = Array.ConvertAll(Inputs(op.Rule, DType.Float32, true), x => x.To(device));
        Tensor[] Outputs() => [.. op.Infer(Array.ConvertAll(inputs, x => x.Spec)).Select(y => Tensor.Empty(y.Shape, y.DType, device))];
        var kernel = device.Backend.FindKernel(op, Array.ConvertAll(inputs, x => x.Spec))!;
        ulong Launches(Tensor[] outputs)
        {
            device.Backend.Synchronize();
            ulong before = EmulatedDriver.Statistics.Launches;
            kernel.Run(op, inputs, outputs);
            device.Backend.Synchronize();
            return EmulatedDriver.Statistics.Launches - before;
        }
        var (outputs, others) = (Outputs(), Outputs());
        var expected = Array.ConvertAll(op.ApplyAll(inputs), y => y.To(Device.Cpu));
        // All that is in memory is written into the table, then what moved; what has no elements lies nowhere.
        int present = s_shapes.Count(s => s.Count > 0);
        Assert.That(Launches(outputs), Is.EqualTo(1 + (ulong)s_shapes.Length), "the first run writes the table");
        Assert.That(Launches(outputs), Is.EqualTo(1));
        Assert.That(Launches(others), Is.EqualTo(1 + (ulong)present), "what moved is written anew");
        Assert.That(Launches(others), Is.EqualTo(1));
        foreach (var got in new[] { outputs, others }) Close.Identical("results", expected, Array.ConvertAll(got, y => y.To(Device.Cpu)));
    }

    [Test]
    public void RecordedStep_WhoseTensorsMove_WorksOnWhereTheyAre()
    {
        var device = CudaTestDevice.Open();
        var op = new FusedUpdateOp(new MomentumOp(0.9), s_shapes.Length, false);
        Tensor[] first = Inputs(op.Rule, DType.Float32, false), second = Array.ConvertAll(first, x => x * 0.5f);
        var program = Program.Compile(device, Array.ConvertAll(first, x => x.Spec), x => op.ApplyAll(x));
        Tensor[][] there = [Array.ConvertAll(first, x => x.To(device)), Array.ConvertAll(second, x => x.To(device))];
        Tensor[][] expected = [op.ApplyAll(first), op.ApplyAll(second)];
        for (int round = 0; round < 4; round++)
            for (int run = 0; run < RunsUntilRecorded; run++)
                Close.Identical($"round {round}, run {run}", expected[round % 2], Array.ConvertAll(program.Run(there[round % 2]), y => y.To(Device.Cpu)));
    }

    [Test]
    public void TensorsThatMoveWithinARecordedStep_AreFollowed()
    {
        var device = CudaTestDevice.Open();
        // The same kernel takes tensors in two places in turn, as the body of a loop over time does.
        var op = new FusedUpdateOp(new SgdOp(), 2, false);
        Shape small = [5], large = [3, 300];
        Tensor[] host =
            [Samples.Uniform(small), Samples.Uniform(small, seed: 2), Samples.Uniform(large, seed: 3), Samples.Uniform(large, seed: 4), Tensor.From([0.1], [])];
        Tensor[] given = Array.ConvertAll(host, x => x.To(device)), between = [host[0].To(device), host[2].To(device)];
        var kernel = device.Backend.FindKernel(op, Array.ConvertAll(given, x => x.Spec))!;
        void Steps()
        {
            kernel.Run(op, given, between);
            kernel.Run(op, [between[0], given[1], between[1], given[3], given[4]], [given[0], given[2]]);
        }
        var expected = new[] { host[0], host[2] };
        void Compare(string when)
        {
            for (int i = 0; i < 2; i++) expected = [.. op.ApplyAll(expected[0], host[1], expected[1], host[3], host[4])];
            Close.Identical(when, expected, [given[0].To(Device.Cpu), given[2].To(Device.Cpu)]);
        }
        Steps();
        Compare("warm");
        var recorded = device.Backend.Record(Steps)!;
        for (int run = 0; run < 3; run++)
        {
            recorded.Run();
            Compare($"recorded, run {run}");
        }
        Steps();
        Compare("after the recording");
        recorded.Run();
        Compare("recorded, after other runs");
    }

    [Test]
    public void TrainingSteps_JoinUpdatesAsOnTheCpu()
    {
        var device = CudaTestDevice.Open();
        (Tensor, Tensor) data = (Samples.Uniform([4, 6]).Cast(DType.Float32), Samples.Uniform([4, 2], seed: 2).Cast(DType.Float32));
        (string Listing, Tensor[] Weights) Trained()
        {
            var model = new Sequential([6]).Dense(20, kernelInitializer: new Initializers.GlorotUniform(seed: 1)).LayerNormalization()
                .Dense(2, kernelInitializer: new Initializers.GlorotUniform(seed: 2))
                .Compile(new AdamW(1e-3, weightDecay: 0.1), loss: "mse");
            for (int step = 0; step < RunsUntilRecorded + 2; step++) model.TrainOnBatch(data);
            return (string.Join('\n', model.TrainPrograms.Single().Listing), [.. model.Weights.Select(w => w.Value.To(Device.Cpu))]);
        }
        var (here, there) = (Trained(), DefaultDevice.While(device, Trained));
        Assert.That(here.Listing, Does.Contain("decay+adam×6"));
        Assert.That(there.Listing, Does.Contain("decay+adam×6"));
        Close.Same("weights", here.Weights, there.Weights, 1e-4);
    }

    private static Tensor[] Inputs(OptimizerOp rule, DType type, bool decays)
    {
        var inputs = new List<Tensor>();
        foreach (var (i, shape) in s_shapes.Index())
            inputs.AddRange(
                [Samples.Uniform(shape, seed: i + 1), Samples.Uniform(shape, seed: i + 20), .. CudaOptimizerTests.Slots(rule, shape, i + 40)]);
        inputs.Add(Tensor.From([0.01], []));
        if (decays) inputs.Add(Tensor.From([0.003], []));
        return [.. inputs.Select(x => x.Cast(type))];
    }
}
