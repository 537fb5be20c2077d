namespace DeepSharp.Tests.Cuda;

/// <summary>Copies of every kind of view: whole lines, turned tiles, and element by element.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaCopyTests
{
    private static Tensor Sample(Shape shape, DType dtype) => Samples.Integers(shape, -99, 99).Cast(dtype);

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.AllTypes))]
    public void Copy_TakesEveryLayout(DType dtype)
    {
        (string Name, Shape Shape, Func<Tensor, Tensor> View)[] cases =
        [
            ("dense", [3, 5], x => x),
            ("turned", [40, 37], x => x.Transpose()),
            ("turned, with a batch", [2, 33, 3, 9], x => x.Transpose([2, 0, 3, 1])),
            ("turned, short", [4, 6], x => x.Transpose()),
            ("lines moved", [3, 4, 16], x => x.Transpose([1, 0, 2])),
            ("odd lines moved", [3, 4, 7], x => x.Transpose([1, 0, 2])),
            ("cut", [6, 20], x => x.Slice(1, 3..17)),
            ("cut at a multiple of 16 bytes", [6, 48], x => x.Slice(1, 16..32)),
            ("every third, backwards", [5, 11], x => x.Slice(1, 1..11, -3)),
            ("stretched", [4, 1, 3], x => x.BroadcastTo([2, 4, 5, 3])),
            ("stretched at the end", [4, 1], x => x.BroadcastTo([4, 9])),
            ("one element", [1], x => x),
            ("a scalar", [], x => x),
            ("empty", [0, 3], x => x.Transpose()),
            ("many axes", [2, 3, 2, 1, 3, 2, 2, 2], x => x.Transpose([7, 1, 5, 0, 2, 6, 3, 4])),
            ("diagonal", [5, 7], x => x.Diagonal(1)),
        ];
        foreach (var (name, shape, view) in cases) CudaCheck.Identical($"{dtype}, {name}", x => new CopyOp().Apply(view(x)), Sample(shape, dtype));
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.AllTypes))]
    public void Concat_PutsPartsSideBySide(DType dtype)
    {
        foreach (int axis in (int[])[0, 1, -1])
        {
            Shape shape = [2, 3, 4];
            CudaCheck.Identical(new ConcatOp(axis), [.. ((int[])[2, 5, 0]).Select(length => Sample(shape.With(shape.Axis(axis), length), dtype))]);
        }
        CudaCheck.Identical("turned parts", x => Tensor.Concat([x.Transpose(), x.Slice(0, 3..15)], 1), Sample([35, 12], dtype));
    }

    [TestCaseSource(typeof(CudaCheck), nameof(CudaCheck.AllTypes))]
    public void Pad_FillsAround(DType dtype)
    {
        CudaCheck.Identical(new PadOp([new(1, 2), new(0, 3, 1)], 1), Sample([3, 5], dtype));
        CudaCheck.Identical(new PadOp([new(0, 0, 2)], 0), Sample([4, 8], dtype));
        CudaCheck.Identical(new PadOp([new(2, 1)], 1), Sample([0, 3], dtype));
        CudaCheck.Identical(new PadOp([default], 1), Sample([2, 3], dtype));
    }
}
