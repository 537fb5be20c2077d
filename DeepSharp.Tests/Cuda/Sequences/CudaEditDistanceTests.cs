namespace DeepSharp.Tests.Cuda;

/// <summary>Edit distances by diagonals.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaEditDistanceTests
{
    [TestCase(6, 7, 9)]
    [TestCase(3, 50, 35)]
    [TestCase(4, 5, 1)]
    [TestCase(1, 4100, 3)]
    public void Distances_AreTheCpus(int batch, int n, int m)
    {
        foreach (var dtype in (DType[])[DType.Int32, DType.Int64])
            CudaCheck.Identical(
                new EditDistanceOp(), Samples.Integers([batch, n], 0, 3, dtype), Samples.Integers([batch, m], 0, 3, seed: 2),
                Samples.Integers([batch], 0, n + 1, seed: 3), Samples.Integers([batch], 0, m + 1, dtype, seed: 4));
    }

    [Test]
    public void EmptySequences_AndBatches_Work()
    {
        CudaCheck.Identical(new EditDistanceOp(), Tensor.Zeros([2, 0], DType.Int32), Samples.Integers([2, 3]), Tensor.From([0, 0]), Tensor.From([3, 0]));
        CudaCheck.Identical(new EditDistanceOp(), [.. ((Shape[])[[0, 2], [0, 3], [0], [0]]).Select(shape => Tensor.Zeros(shape, DType.Int32))]);
    }

    [Test]
    public void LengthsOutside_AreRefused()
    {
        var (a, b) = (Samples.Integers([2, 4]), Samples.Integers([2, 3]));
        Assert.That(CudaCheck.Refused(new EditDistanceOp(), a, b, Tensor.From([4, 5]), Tensor.From([3, 3])), Is.EqualTo(
            "[edit_distance] the length 5 of sample 1 is not inside its sequence, 0 to 4."));
        Assert.That(CudaCheck.Refused(new EditDistanceOp(), a, b, Tensor.From([4, 4]), Tensor.From([-1, 3])),
            Does.Contain("the length -1").And.Contain("0 to 3"));
    }
}
