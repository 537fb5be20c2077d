namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Normalizations and losses.</summary>
    private static SingleCase[] Normalizations =>
    [
        new("layernorm768", () => [N(4096, 768), N(768), N(768)], t => t[0].LayerNorm(t[1], t[2])),
        new("groupnorm", () => [N(8, 56, 56, 64), N(64), N(64)], t => t[0].GroupNorm(32, t[1], t[2])),
        new("instancenorm", () => [N(8, 64, 64, 64), N(64), N(64)], t => t[0].GroupNorm(64, t[1], t[2])),
        new("batchnorm_axis1", () => [N(8, 64, 56, 56), N(64), N(64)], t => t[0].BatchNorm(t[1], t[2], 1).Y),
        new("rmsnorm", () => [N(4096, 768), N(768)], t => t[0].RmsNorm(t[1])),
        new("unit_normalize", () => [N(4096, 512)], t => t[0].UnitNormalize(-1)),
        new("cosine_similarity", () => [N(4096, 512), N(4096, 512)], t => (t[0].UnitNormalize(-1) * t[1].UnitNormalize(-1)).Sum(-1)),
        new("local_response", () => [N(16, 27, 27, 96)], t => t[0].LocalResponseNorm()),
        new("softmax1000", () => [N(4096, 1000)], t => t[0].Softmax()),
        new("softmax10", () => [N(100000, 10)], t => t[0].Softmax()),
        new("logsoftmax", () => [N(4096, 1000)], t => t[0].LogSoftmax()),
        new("cross_entropy_10000", () => [N(3200, 10000), I(10000, 3200)], t => t[0].SparseCrossEntropyFromLogits(t[1]).Mean()),
        new("binary_cross_entropy", () => [N(4096, 256), U(4096, 256)], t => t[0].BinaryCrossEntropyFromLogits(t[1]).Mean()),
        new("ctc",
            () => [N(32, 100, 50), (I(49, 32, 20) + 1).Clone(), Tensor.Full([32], 20, DType.Int32), Tensor.Full([32], 100, DType.Int32)],
            t => t[0].CtcLoss(t[1], t[2], t[3])),
    ];
}
