namespace DeepSharp.Tests.Cuda;

/// <summary>Places of the largest and smallest: ties, NaN, every kind of axis.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaArgExtremesTests
{
    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.Numbers))]
    public void ArgMaxAndArgMin_FindTheFirst(DType dtype)
    {
        foreach (var shape in (Shape[])[[1], [7], [3, 300], [2, 9, 40], [5, 1], [0, 4]])
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                if (shape[axis] == 0) continue;
                var x = Samples.Integers(shape, -3, 4).Cast(dtype);
                CudaCheck.Identical(new ArgMaxOp(axis, false), x);
                CudaCheck.Identical(new ArgMinOp(axis, true), x);
            }
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void NaN_StandsBeforeEverything(DType dtype)
    {
        const double nan = double.NaN, infinity = double.PositiveInfinity;
        var x = Tensor.From<double>([1, nan, 3, nan, 0, -0.0, 0, 0, infinity, -infinity, 2, infinity], [3, 4]).Cast(dtype);
        foreach (int axis in (int[])[0, 1])
        {
            CudaCheck.Identical(new ArgMaxOp(axis, false), x);
            CudaCheck.Identical(new ArgMinOp(axis, false), x);
        }
    }
}
