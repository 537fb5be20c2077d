namespace DeepSharp.Tests.Cuda;

/// <summary>Sums and replacements by index; what goes to one place is added in a fixed order.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaScatterTests
{
    private static Tensor Sample(Shape shape, DType dtype) => Samples.Integers(shape, -99, 99).Cast(dtype);

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void ScatterAdd_AddsRows(DType dtype)
    {
        CudaCheck.Identical(new ScatterAddOp(0, 5), Samples.Integers([9], -5, 5), Sample([9, 3], dtype));
        CudaCheck.Identical(new ScatterAddOp(1, 4, FromEnd: false), Samples.Integers([3, 2], 0, 4, DType.Int64), Sample([2, 3, 2, 2], dtype));
        CudaCheck.Identical(new ScatterAddOp(0, 3), Samples.Integers([300], 0, 3), Sample([300, 2], dtype));
        CudaCheck.Identical(new ScatterAddOp(0, 1), Samples.Integers([70], 0, 1), Sample([70], dtype));
        CudaCheck.Identical(new ScatterAddOp(0, 2000), Samples.Integers([2500], 0, 2000), Sample([2500], dtype));
        CudaCheck.Identical(new ScatterAddOp(0, 3), Samples.Integers([0], 0, 3), Sample([0, 4], dtype));
        CudaCheck.Identical(new ScatterAddOp(0, 3), Samples.Integers([2], 0, 3), Sample([2, 0], dtype));
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void ScatterAddAlongAxis_AddsElements(DType dtype)
    {
        CudaCheck.Identical(new ScatterAddAlongAxisOp(1, 5), Samples.Integers([2, 7, 3], -5, 5), Sample([2, 7, 3], dtype));
        CudaCheck.Identical(new ScatterAddAlongAxisOp(0, 90), Samples.Integers([150, 3], -90, 90, DType.Int64), Sample([150, 3], dtype));
        CudaCheck.Identical(new ScatterAddAlongAxisOp(1, 3), Samples.Integers([2, 0], 0, 3), Sample([2, 0], dtype));
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.AllTypes))]
    public void ScatterUpdate_KeepsTheLast(DType dtype)
    {
        CudaCheck.Identical(new ScatterUpdateOp(), Sample([5, 3], dtype), Samples.Integers([8], -5, 5), Sample([8, 3], dtype));
        CudaCheck.Identical(new ScatterUpdateOp(), Sample([4], dtype), Samples.Integers([2], 0, 4, DType.Int64), Sample([2], dtype));
        CudaCheck.Identical(new ScatterUpdateOp(), Sample([4, 2], dtype), Samples.Integers([0], 0, 4), Sample([0, 2], dtype));
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void BinCount_CountsRows(DType dtype)
    {
        foreach (var integers in (DType[])[DType.Int32, DType.Int64])
        {
            CudaCheck.Identical(new BinCountOp(4, dtype), Samples.Integers([3, 20], -1, 6, integers));
            CudaCheck.Identical(new BinCountOp(4, dtype), Samples.Integers([3, 50], -1, 6, integers), Sample([3, 50], dtype));
        }
        CudaCheck.Identical(new BinCountOp(3, dtype), Samples.Integers([2, 0], 0, 3));
    }

    [Test]
    public void Sums_RepeatBitForBit()
    {
        var device = CudaTestDevice.Open();
        Tensor indices = Samples.Integers([400], 0, 7).To(device), x = Samples.Uniform([400, 3]).Cast(DType.Float32).To(device);
        var op = new ScatterAddOp(0, 7);
        Close.Identical("twice", [op.Apply(indices, x).To(Device.Cpu)], [op.Apply(indices, x).To(Device.Cpu)]);
        CudaCheck.Near(1e-5, op, Samples.Integers([400], 0, 7), Samples.Uniform([400, 3]).Cast(DType.Float32));
    }

    [Test]
    public void IndicesOutside_AreRefused()
    {
        var x = Samples.Uniform([2, 3]).Cast(DType.Float32);
        Assert.That(CudaCheck.Refused(new ScatterAddOp(0, 4), Tensor.From([0, 4]), x),
            Does.StartWith("[scatter_add] index 4, number 1 of the indices in row-major order, is outside an axis of length 4"));
        Assert.That(CudaCheck.Refused(new ScatterAddOp(0, 4, FromEnd: false), Tensor.From([0, -1]), x),
            Does.Contain("index -1").And.Contain("expected 0 to 3"));
        Assert.That(CudaCheck.Refused(new ScatterAddAlongAxisOp(1, 2), Tensor.From([0, 1, 1, 0, 2, 1], [2, 3]), x),
            Does.StartWith("[scatter_add_along_axis] index 2"));
        Assert.That(CudaCheck.Refused(new ScatterUpdateOp(), x, Tensor.From([-3]), Samples.Uniform([1, 3]).Cast(DType.Float32)),
            Does.StartWith("[scatter_update] index -3"));
        Assert.That(CudaCheck.Refused(new SegmentMaxOp(2), Tensor.From([2, 0]), x), Does.StartWith("[segment_max] index 2"));
    }
}
