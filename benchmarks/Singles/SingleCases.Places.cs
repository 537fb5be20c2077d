namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Elements by their places, and orders.</summary>
    private static SingleCase[] Places =>
    [
        new("gather_rows", () => [N(30000, 256), I(30000, 32, 128)], t => t[0].Gather(t[1])),
        new("gather_axis1", () => [N(4096, 1024), I(1024, 256)], t => t[0].Gather(t[1], 1)),
        new("takealong", () => [N(4096, 1024), I(1024, 4096, 16)], t => t[0].TakeAlongAxis(t[1], 1)),
        new("scatteradd", () => [N(10000, 128), I(10000, 40000), N(40000, 128)], t => t[0].ScatterAdd(t[1], t[2])),
        new("segmentsum", () => [N(40000, 128), I(10000, 40000)], t => t[0].SegmentSum(t[1], 10000)),
        new("onehot", () => [I(1000, 4096)], t => t[0].OneHot(1000), false),
        new("bincount", () => [I(1000, 1000000)], t => t[0].Bincount(1000), false),
        new("sort", () => [N(1000, 1000)], t => t[0].Sort()),
        new("argsort", () => [N(1000, 1000)], t => t[0].ArgSort(), false),
        new("sort_1d", () => [N(1000000)], t => t[0].Sort(), false),
        new("topk", () => [N(1000, 10000)], t => t[0].TopK(10).Values),
        new("searchsorted", () => [Tensor.Arange(100000).Cast(DType.Float32).Clone(), U(1000000)], t => t[0].SearchSorted(t[1] * 100000f), false),
    ];
}
