namespace DeepSharp.Tests.Cuda;

/// <summary>Running sums down columns and along lines.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaCumSumTests
{
    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void CumSum_SumsEveryAxis(DType dtype)
    {
        foreach (var shape in (Shape[])[[1], [6], [2, 70], [2, 600], [3, 40, 5], [0, 4]])
            for (int axis = 0; axis < shape.Rank; axis++)
                foreach (var (reverse, exclusive) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
                {
                    // Whole numbers are summed exactly in any order.
                    CudaCheck.Identical(new CumSumOp(axis, reverse, exclusive), Samples.Integers(shape, -9, 10).Cast(dtype));
                }
    }

    [Test]
    public void Integers_RunOverAsOnTheCpu() =>
        CudaCheck.Identical(new CumSumOp(0), Tensor.From<long>([long.MaxValue, 5, long.MaxValue, long.MinValue, -7, 1, 2, 3, 4, 5], [10]));
}
