namespace DeepSharp.Tests.Cuda;

/// <summary>Segments: empty ones, one that fills several chunks, NaN, whole numbers at their ends.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaSegmentTests
{
    private static readonly Func<int, Op>[] s_ops = [n => new SegmentMaxOp(n), n => new SegmentMinOp(n), n => new SegmentProdOp(n)];

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void Segments_AreCombined(DType dtype)
    {
        foreach (var make in s_ops)
        {
            CudaCheck.Identical(make(6), Samples.Integers([11], 0, 5), Samples.Integers([11, 3], -2, 3).Cast(dtype));
            CudaCheck.Identical(make(2), Samples.Integers([130], 0, 2, DType.Int64), Samples.Integers([130, 2], 1, 2).Cast(dtype));
            CudaCheck.Identical(make(3), Samples.Integers([40], 1, 2), Samples.Integers([40], -1, 2).Cast(dtype));
            CudaCheck.Identical(make(2), Samples.Integers([0], 0, 2), Samples.Integers([0, 2]).Cast(dtype));
            CudaCheck.Identical(make(0), Samples.Integers([0], 0, 1), Samples.Integers([0, 2]).Cast(dtype));
        }
    }

    [Test]
    public void NaN_IsKept()
    {
        var x = Tensor.From<float>([1, float.NaN, 3, 4, 5, 6, 7, 8], [8]);
        foreach (var make in s_ops) CudaCheck.Near(0, make(3), Tensor.From([0, 0, 0, 1, 1, 1, 1, 1]), x);
    }
}
