namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Reductions.</summary>
    private static SingleCase[] Reductions =>
    [
        new("sum_axis0", () => [N(4096, 1024)], t => t[0].Sum(0)),
        new("sum_axis1", () => [N(4096, 1024)], t => t[0].Sum(1)),
        new("sum_mid", () => [N(64, 256, 256)], t => t[0].Sum(1)),
        new("sum_all", () => [N(4096, 1024)], t => t[0].Sum()),
        new("max_axis1", () => [N(4096, 1024)], t => t[0].Max(1)),
        new("max_axis0", () => [N(4096, 1024)], t => t[0].Max(0)),
        new("argmax", () => [N(4096, 1024)], t => t[0].ArgMax(1), false),
        new("var", () => [N(4096, 1024)], t => t[0].Var(1)),
        new("std0", () => [N(4096, 512)], t => t[0].Std(0)),
        new("logsumexp", () => [N(4096, 1024)], t => t[0].LogSumExp(1)),
        new("cumsum1", () => [N(4096, 1024)], t => t[0].CumSum(1)),
        new("cumsum0", () => [N(4096, 1024)], t => t[0].CumSum(0)),
        new("prod", () => [N(4096, 256)], t => t[0].Prod(1)),
    ];
}
