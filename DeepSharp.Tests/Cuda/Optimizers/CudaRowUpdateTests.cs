using DeepSharp.Layers;

namespace DeepSharp.Tests.Cuda;

/// <summary>Updates of the rows that ids name.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaRowUpdateTests
{
    private static readonly OptimizerOp[] s_ops = CudaOptimizerTests.Rules;

    [Test]
    public void Rows_GiveTheBitsOfTheCpu(
        [ValueSource(nameof(s_ops))] OptimizerOp rule, [Values(DType.Float32, DType.Float64)] DType type, [Values] bool summed)
    {
        // Rows of whole packs and of others, of one element; ids of one row in neighbouring and distant places, from the end, of both types; none.
        foreach (var (shape, ids) in new (Shape, Tensor)[]
        {
            ([5, 8], Tensor.From([4, 1, 1, -1], [2, 2])), ([7, 3], Tensor.From([0L, 6, 0, -7, 2])), ([40], Samples.Integers([300], 0, 9)),
            ([3, 2, 5], Tensor.From([2])), ([4, 3], Tensor.Zeros([0], DType.Int32)), ([4, 0], Tensor.From([1, 3])),
        })
            Check(rule, type, summed, shape, ids);
    }

    /// <summary>One row named by almost all ids, and more ids than a tile of the sort holds.</summary>
    [Test]
    public void ManyIdsOfARow_AreAddedInTheirOrder([Values(DType.Float32, DType.Float64)] DType type) =>
        Check(new AdagradOp(), type, false, [50, 4], Tensor.Maximum(Samples.Integers([2500], 0, 50), Tensor.Scalar(41, DType.Int32)));

    [Test]
    public void IndexOutsideTheVariable_IsRefused()
    {
        Tensor w = Tensor.Zeros([4, 3]), rate = Tensor.Scalar(0.1f);
        Assert.That(CudaCheck.Refused(new RowUpdateOp(new SgdOp()), w, Tensor.Zeros([2, 3]), rate, Tensor.From([1, 4])), Is.EqualTo(
            "[sgd_rows] index 4, number 1 of the indices in row-major order, is outside an axis of length 4: expected -4 to 3."));
        Assert.That(CudaCheck.Refused(new RowUpdateOp(new SgdOp(), Summed: true), w, w, rate, Tensor.From([-5L])), Is.EqualTo(
            "[sgd_rows] index -5, number 0 of the indices in row-major order, is outside an axis of length 4: expected -4 to 3."));
    }

    [Test]
    public void TrainingSteps_OfAnEmbedding_TakeRowsAndGiveTheWeightsOfTheCpu()
    {
        var device = CudaTestDevice.Open();
        Tensor ids = Samples.Integers([6, 4], 0, 50), labels = Samples.Integers([6], 0, 3, seed: 2);
        (string Listing, Tensor[] Weights) Trained(Optimizer optimizer)
        {
            var model = new Sequential([4])
            {
                new Embedding(50, 5, embeddingsInitializer: new Initializers.RandomUniform(seed: 3)), new Flatten(),
                new Dense(3, kernelInitializer: new Initializers.GlorotUniform(seed: 4)),
            }
                .Compile(optimizer, loss: new DeepSharp.Losses.SparseCategoricalCrossentropy(fromLogits: true));
            for (int step = 0; step < 6; step++) model.TrainOnBatch(((ids + step * 7) % 50, labels));
            return (string.Join('\n', model.TrainPrograms.Single().Listing), [.. model.Weights.Select(w => w.Value.To(Device.Cpu))]);
        }
        foreach (var optimizer in new Func<Optimizer>[] { () => new SGD(0.1), () => new Adagrad(0.1), () => new Adam(0.01, lazyRows: true) })
        {
            var (here, there) = (Trained(optimizer()), DefaultDevice.While(device, () => Trained(optimizer())));
            Assert.That(here.Listing, Does.Contain("_rows").And.Not.Contain("scatter_add"), "on the CPU");
            Assert.That(there.Listing, Does.Contain("_rows").And.Not.Contain("scatter_add"), "on the device");
            Close.Same($"{optimizer()}", here.Weights, there.Weights, 1e-4);
        }
    }

    private static void Check(OptimizerOp rule, DType type, bool summed, Shape shape, Tensor ids)
    {
        Shape given = summed ? shape : [.. ids.Shape.Dims, .. shape.Dims[1..]];
        Tensor[] own = [Samples.Uniform(shape), Samples.Uniform(given, seed: 2), .. CudaOptimizerTests.Slots(rule, shape, 3), Tensor.From([0.01], [])];
        CudaCheck.Identical(new RowUpdateOp(rule, summed), [.. own.Select(x => x.Cast(type)), ids]);
    }
}
