namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Random numbers.</summary>
    private static SingleCase[] Draws =>
    [
        new("rand_normal", () => [], t => Tensor.RandomNormal([1024, 1024]), false),
        new("rand_uniform", () => [], t => Tensor.RandomUniform([1024, 1024]), false),
        new("rand_truncated", () => [], t => Tensor.TruncatedNormal([1024, 1024]), false),
        new("rand_perm", () => [], t => Tensor.RandomPermutation(100000), false),
        new("rand_bernoulli", () => [], t => Tensor.RandomBernoulli([1024, 1024]), false),
        new("dropout", () => [N(1024, 1024)], t => t[0].Dropout(0.3)),
    ];
}
