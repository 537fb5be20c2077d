namespace DeepSharp.Tests.Cuda;

/// <summary>Softmax, log-softmax and their gradient: a warp or a block a row, and columns.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaSoftmaxTests
{
    private static readonly Shape[] s_rows = [[3, 1], [5, 7], [9, 32], [2, 33], [2, 3, 100], [1, 1024], [2, 1025], [1, 9001]];

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Rows_AgreeWithTheCpu(DType type)
    {
        foreach (var shape in s_rows)
        {
            var x = Samples.Uniform(shape, -4, 4);
            FloatTypes.Check(type, new SoftmaxOp(), x);
            FloatTypes.Check(type, new LogSoftmaxOp(), x);
            FloatTypes.Check(type, new SoftmaxGradientOp(), x.Softmax(), Samples.Uniform(shape, seed: 2));
        }
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Columns_AgreeWithTheCpu(DType type)
    {
        foreach (var (shape, axis) in ((Shape, int)[])[([4, 3], 0), ([2, 5, 3], 1), ([40, 2, 70], 0), ([2, 1, 3], 1)])
        {
            FloatTypes.Check(type, new SoftmaxOp(axis), Samples.Uniform(shape, -4, 4));
            FloatTypes.Check(type, new LogSoftmaxOp(axis), Samples.Uniform(shape, -4, 4));
        }
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Extremes_AreWhatTheyAreOnTheCpu(DType type)
    {
        const double Inf = double.PositiveInfinity;
        double[] rows = [1e4, -1e4, 0, 1, double.NaN, 2, -Inf, -Inf, -Inf, Inf, 1, 2, -Inf, 0, 3, 88, 89, 90];
        foreach (var op in (Op[])[new SoftmaxOp(), new LogSoftmaxOp()]) FloatTypes.Check(type, op, Tensor.From(rows, [6, 3]));
        foreach (var op in (Op[])[new SoftmaxOp(0), new LogSoftmaxOp(0)]) FloatTypes.Check(type, op, Tensor.From(rows, [6, 3]).Transpose().Contiguous());
        foreach (var op in (Op[])[new SoftmaxOp(), new LogSoftmaxOp()]) FloatTypes.Check(type, op, Samples.Uniform([0, 3]));
        FloatTypes.Check(type, new SoftmaxGradientOp(), Samples.Uniform([3, 0]), Samples.Uniform([3, 0]));
    }
}
