namespace DeepSharp.Tests.Cuda;

/// <summary>Elements and rows by index.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaGatherTests
{
    private static Tensor Sample(Shape shape, DType dtype) => Samples.Integers(shape, -99, 99).Cast(dtype);

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.AllTypes))]
    public void Gather_CopiesRows(DType dtype)
    {
        foreach (var integers in (DType[])[DType.Int32, DType.Int64])
        {
            CudaCheck.Identical(new GatherOp(0), Sample([5, 3], dtype), Samples.Integers([4, 2], -5, 5, integers));
            CudaCheck.Identical(new GatherOp(1, FromEnd: false), Sample([2, 6, 16], dtype), Samples.Integers([7], 0, 6, integers));
            CudaCheck.Identical(new GatherOp(-1), Sample([3, 9], dtype), Samples.Integers([4], -9, 9, integers));
        }
        CudaCheck.Identical(new GatherOp(0), Sample([3, 600], dtype), Samples.Integers([2], 0, 3));
        CudaCheck.Identical(new GatherOp(0), Sample([3], dtype), Samples.Integers([], 0, 3));
        CudaCheck.Identical(new GatherOp(0), Sample([3, 2], dtype), Samples.Integers([0], 0, 3));
        CudaCheck.Identical(new GatherOp(0), Sample([3, 0], dtype), Samples.Integers([2], 0, 3));
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.AllTypes))]
    public void TakeAlongAxis_TakesElements(DType dtype)
    {
        CudaCheck.Identical(new TakeAlongAxisOp(1), Sample([2, 5, 3], dtype), Samples.Integers([2, 4, 3], -5, 5));
        CudaCheck.Identical(new TakeAlongAxisOp(-1), Sample([3, 4], dtype), Samples.Integers([3, 1], 0, 4, DType.Int64));
        CudaCheck.Identical(new TakeAlongAxisOp(0), Sample([3, 4], dtype), Samples.Integers([0, 4], 0, 3));
    }

    [Test]
    public void IndicesOutside_AreRefused()
    {
        var x = Sample([3, 2], DType.Float32);
        Assert.That(CudaCheck.Refused(new GatherOp(0), x, Tensor.From([0, 3])), Is.EqualTo(
            "[gather] index 3, number 1 of the indices in row-major order, is outside an axis of length 3: expected -3 to 2."));
        Assert.That(CudaCheck.Refused(new GatherOp(0, FromEnd: false), x, Tensor.From<long>([-1])), Does.Contain("index -1").And.Contain("expected 0 to 2"));
        Assert.That(CudaCheck.Refused(new GatherOp(0), Sample([0, 2], DType.Float32), Tensor.From([0])), Does.Contain("the axis is empty"));
        Assert.That(CudaCheck.Refused(new GatherOp(0), Sample([3, 0], DType.Float32), Tensor.From([4])), Does.Contain("index 4"));
        Assert.That(CudaCheck.Refused(new TakeAlongAxisOp(1), x, Tensor.From([0, 2, 1], [3, 1])), Does.StartWith("[take_along_axis] index 2, number 1"));
        Assert.That(CudaCheck.Refused(new FlatIndexOp([3, 4]), Tensor.From([2, 3, 2, -5], [2, 2])), Does.StartWith(
            "[flat_index] index -5, number 3 of the indices in row-major order, is outside an axis of length 4"));
    }

    [Test]
    public void FlatIndex_AndLookup_FindPlaces()
    {
        foreach (var integers in (DType[])[DType.Int32, DType.Int64])
        {
            CudaCheck.Identical(new FlatIndexOp([3, 4, 5]), Samples.Integers([6, 2, 3], -3, 3, integers));
            CudaCheck.Identical(new FlatIndexOp([7]), Samples.Integers([4, 1], -7, 7, integers));
        }
        var (keys, values) = (Tensor.From<long>([-5, 0, 2, 9], [4]), Tensor.From<long>([1, 2, 3, 4], [4]));
        CudaCheck.Identical(new LookupOp(-1), Samples.Integers([3, 7], -6, 11, DType.Int64), keys, values);
        CudaCheck.Identical(new LookupOp(null), Tensor.From<long>([9, 0, -5, 2], [4]), keys, values);
        CudaCheck.Identical(new LookupOp(7), Tensor.From<long>([9], [1]), Tensor.From(Array.Empty<long>(), [0]), Tensor.From(Array.Empty<long>(), [0]));
        Assert.That(CudaCheck.Refused(new LookupOp(null), Tensor.From<long>([9, 1], [2]), keys, values), Is.EqualTo(
            "[lookup] 1, element 1 in row-major order, is not among the 4 keys. Give unknown ones a value, or remove them from the data."));
    }
}
