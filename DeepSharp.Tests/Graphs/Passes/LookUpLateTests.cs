using DeepSharp.Layers;

namespace DeepSharp.Tests.Graphs;

/// <summary>Products of rows that are looked up several times.</summary>
public sealed class LookUpLateTests
{
    private const int Length = 7, Columns = 5, Units = 3;

    private static readonly Tensor Ids = Samples.Integers([8, 5], 0, Length), Table = F(Samples.Uniform([Length, Columns])),
        Kernel = F(Samples.Uniform([Columns, Units], seed: 2)), Bias = F(Samples.Uniform([Units], seed: 3)), Weights = F(Samples.Uniform([5, 8, Units], seed: 4));

    private static Tensor F(Tensor t) => t.Cast(DType.Float32);

    /// <summary>Compiles, compares with the eager values, and gives the listing.</summary>
    private static string[] Compiled(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
    {
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), function);
        Close.Same("looked up late", function(inputs), program.Run(inputs), 1e-6);
        Close.Same("looked up late, second run", function(inputs), program.Run(inputs), 1e-6);
        return [.. program.Listing];
    }

    private static IEnumerable<string> Products(string[] listing) => listing.Where(line => line.Contains("matmul"));

    /// <summary>A layer over time, as recurrent layers call it, and its gradients.</summary>
    private static Tensor[] Step(Tensor table, Tensor ids, Tensor kernel, Tensor bias)
    {
        using var tape = new GradientTape();
        tape.Watch([table, kernel, bias]);
        var steps = table.Gather(ids).Transpose([1, 0, 2]).Reshape([40, Columns]);
        var y = (steps.MatMul(kernel) + bias).Reshape([5, 8, Units]);
        return [y, .. tape.Gradient((y * Weights).Tanh().Sum(), [table, kernel, bias])!];
    }

    [Test]
    public void Product_AndWhatIsAdded_AreOfTheTable()
    {
        string[] listing = Compiled(x => [x[0].Gather(x[1]).MatMul(x[2]) + x[3]], Table, Ids, Kernel, Bias);
        Assert.That(listing, Has.Length.EqualTo(2));
        Assert.That(listing[0], Does.Contain("matmul+bias").And.Contain("[7, 3]"));
        Assert.That(listing[1], Does.Contain("gather"));
    }

    [Test]
    public void LayersOverRows_AreLayersOverTheTable()
    {
        string[] listing = Compiled(x =>
        {
            using var tape = new GradientTape();
            tape.Watch([x[0], x[2], x[3], x[4]]);
            var y = (x[0].Gather(x[1]).MatMul(x[2]) + x[3]).Relu().MatMul(x[4]).Tanh();
            return [y, .. tape.Gradient((y * y).Sum(), [x[0], x[2], x[3], x[4]])!];
        }, Table, Ids, Kernel, Bias, F(Samples.Uniform([Units, 2], seed: 9)));
        Assert.That(listing.Count(line => line.Contains("matmul+bias+relu") && line.Contains("[7, 3]")), Is.EqualTo(1));
        Assert.That(listing.Count(line => line.Contains("matmul+tanh") && line.Contains("[7, 2]")), Is.EqualTo(1));
    }

    [Test]
    public void Gradients_AddUpRowsBeforeTheirProducts()
    {
        string[] listing = Compiled(x => Step(x[0], x[1], x[2], x[3]), Table, Ids, Kernel, Bias);
        Assert.That(Products(listing).Count(), Is.EqualTo(3));
        Assert.That(Products(listing), Has.None.Contains("40"));
        Assert.That(listing.Count(line => line.Contains("scatter_add") && line.Contains("[7, 3]")), Is.EqualTo(1), "one sum for both products and the bias");
    }

    [Test]
    public void TransposedKernel_AndDenseGradient_AreTheSame()
    {
        string[] listing = Compiled(x =>
        {
            using var tape = new GradientTape();
            tape.Watch([x[0], x[2]]);
            var y = x[0].Gather(x[1]).Reshape([-1, Columns]).MatMul(x[2], false, true);
            return [y, .. tape.Gradient((y * y).Sum(), [x[0], x[2]])!];
        }, Table, Ids, Kernel.Transpose().Contiguous());
        Assert.That(Products(listing), Has.None.Contains("40"));
    }

    [Test]
    public void NegativeIds_CountFromTheEnd() => Compiled(x => Step(x[0], x[1], x[2], x[3]), Table, Ids - Length, Kernel, Bias);

    [Test]
    public void RowsUsedElsewhereToo_StayAsWell() =>
        Assert.That(Compiled(x =>
        {
            var rows = x[0].Gather(x[1]);
            return [rows.MatMul(x[2]), rows.Tanh()];
        }, Table, Ids, Kernel).Count(line => line.Contains("gather")), Is.EqualTo(2));

    [Test]
    public void RowThatNoIdNames_MayHoldAnything()
    {
        var unnamed = Tensor.Concat([Table[..(Length - 1)], Tensor.Full([1, Columns], double.NaN)]);
        var ids = Samples.Integers([8, 5], 0, Length - 1);
        var program = Program.Compile(Device.Cpu, [unnamed.Spec, ids.Spec, Kernel.Spec, Bias.Spec], x => Step(x[0], x[1], x[2], x[3]));
        var results = program.Run(unnamed, ids, Kernel, Bias);
        Close.Same("beside NaN", Step(Table, ids, Kernel, Bias), results, 1e-6);
    }

    [TestCase(4 * Length - 1, "gather")]
    [TestCase(4 * Length, "matmul")]
    [TestCase(4096 * Length, "matmul")]
    [TestCase(4096 * Length + 1, "gather")]
    public void FewIds_AndVeryMany_AreLookedUpFirst(int count, string first) =>
        Assert.That(Compiled(x => [x[0].Gather(x[1]).MatMul(x[2])], Table, Samples.Integers([count], 0, Length), Kernel)[0], Does.Contain(first));

    [Test]
    public void OtherAxes_AreLeftAlone() =>
        Assert.That(Products(Compiled(x => [x[0].Gather(x[1], 1).Reshape([Length, 40]).MatMul(x[2])], F(Samples.Uniform([Length, Columns])),
            Samples.Integers([8, 5], 0, Columns), F(Samples.Uniform([40, 2])))).Single(), Does.Contain("[7, 40]"));

    [Test]
    public void IdBeyondTheTable_IsStillAnError()
    {
        var program = Program.Compile(Device.Cpu, [Table.Spec, Ids.Spec, Kernel.Spec], x => [x[0].Gather(x[1]).MatMul(x[2])]);
        var error = Assert.Throws<InvalidValueException>(() => program.Run(Table, Ids + 1, Kernel))!;
        Assert.That(error.Message, Does.Contain("gather").And.Contain("7"));
    }

    [Test]
    public void CharacterModel_TrainsAsEagerly([Values] bool gru)
    {
        Model Build(bool eager) => new Sequential([6])
        {
            new Embedding(4, 5, new Initializers.RandomUniform(seed: 1)),
            gru ? new GRU(6, returnSequences: true, kernelInitializer: new Initializers.GlorotUniform(seed: 2), recurrentInitializer: new Initializers.Orthogonal(seed: 3))
                : new LSTM(6, returnSequences: true, kernelInitializer: new Initializers.GlorotUniform(seed: 2), recurrentInitializer: new Initializers.Orthogonal(seed: 3)),
            new Dense(4, kernelInitializer: new Initializers.GlorotUniform(seed: 4)),
        }
            .Compile(new SGD(0.5), loss: new DeepSharp.Losses.SparseCategoricalCrossentropy(fromLogits: true), runEagerly: eager);
        Tensor ids = Samples.Integers([3, 6], 0, 4), labels = Samples.Integers([3, 6], 0, 4, seed: 5);
        var (eager, traced) = (Build(true), Build(false));
        for (int step = 0; step < 5; step++)
        {
            eager.TrainOnBatch((ids, labels));
            traced.TrainOnBatch((ids, labels));
        }
        Close.Same("weights", [.. eager.Weights.Select(w => w.Value)], [.. traced.Weights.Select(w => w.Value)], 1e-5);
        Assert.That(traced.TrainPrograms.Single().Listing.Where(line => line.Contains("matmul") && line.Contains("[18, 5]")), Is.Empty);
    }
}
