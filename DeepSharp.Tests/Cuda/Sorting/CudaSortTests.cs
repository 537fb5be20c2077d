namespace DeepSharp.Tests.Cuda;

/// <summary>Orders: short lines side by side, lines of several tiles, ties, NaN and zeros of both signs.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaSortTests
{
    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void Sort_IsStable(DType dtype)
    {
        foreach (var shape in (Shape[])[[1], [5], [300], [7, 6], [3, 33, 2], [0, 3]])
            for (int axis = 0; axis < shape.Rank; axis++)
                foreach (bool descending in (bool[])[false, true])
                    CudaCheck.Identical(new SortOp(axis, descending), Samples.Integers(shape, -20, 20).Cast(dtype));
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void LongLines_AreMerged(DType dtype)
    {
        // Several tiles: five of 32-bit numbers, nine of 64 bits.
        CudaCheck.Identical(new SortOp(0), Samples.Integers([4600, 1], -5000, 5000).Cast(dtype));
        CudaCheck.Identical(new TopKOp(7), Samples.Integers([2, 4600], -5000, 5000).Cast(dtype));
        CudaCheck.Identical(new TopKOp(2500), Samples.Integers([1, 4600], -50, 50).Cast(dtype));
    }

    [Test]
    public void ManyElements_TakeSeveralPasses() =>
        CudaCheck.Identical("70000 numbers", x => new SortOp(0).ApplyAll(x)[1], Samples.Integers([70000], -50000, 50000));

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void TopK_TakesTheLargest(DType dtype)
    {
        foreach (int k in (int[])[0, 1, 3, 9]) CudaCheck.Identical(new TopKOp(k), Samples.Integers([4, 9], -4, 5).Cast(dtype));
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void SpecialNumbers_KeepTheirPlaces(DType dtype)
    {
        var x = Tensor.From<double>([0, -0.0, double.NaN, 1, double.NegativeInfinity, -0.0, 0, double.PositiveInfinity, double.NaN, -1e-300], [10]).Cast(dtype);
        CudaCheck.Identical(new SortOp(0), x);
        CudaCheck.Identical(new SortOp(0, Descending: true), x);
        CudaCheck.Identical(new SearchSortedOp(Right: true), Tensor.From<double>([-1, 0, 0, 2], [4]).Cast(dtype), x);
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void SearchSorted_CountsWhatIsSmaller(DType dtype)
    {
        var sequence = Samples.Integers([40], -9, 10).Sort().Cast(dtype);
        foreach (bool right in (bool[])[false, true])
        {
            CudaCheck.Identical(new SearchSortedOp(right), sequence, Samples.Integers([3, 30], -11, 12).Cast(dtype));
            CudaCheck.Identical(new SearchSortedOp(right), sequence.Slice(0, ..0), Samples.Integers([3]).Cast(dtype));
            CudaCheck.Identical(new SearchSortedOp(right), sequence, Samples.Integers([0]).Cast(dtype));
        }
    }
}
