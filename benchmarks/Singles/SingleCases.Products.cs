namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Matrix products and attention.</summary>
    private static SingleCase[] Products =>
    [
        new("bmm", () => [N(64, 128, 64), N(64, 64, 128)], t => t[0].MatMul(t[1])),
        new("bmm_small", () => [N(4096, 8, 8), N(4096, 8, 8)], t => t[0].MatMul(t[1])),
        new("matvec", () => [N(4096, 4096), N(4096, 1)], t => t[0].MatMul(t[1])),
        new("vecmat", () => [N(1, 4096), N(4096, 4096)], t => t[0].MatMul(t[1])),
        new("tall", () => [N(100000, 16), N(16, 16)], t => t[0].MatMul(t[1])),
        new("gemm_abT", () => [N(1024, 1024), N(1024, 1024)], t => t[0].MatMul(t[1], transposeB: true)),
        new("gemm_aT", () => [N(1024, 1024), N(1024, 1024)], t => t[0].MatMul(t[1], transposeA: true)),
        new("gemm64", () => [D(N(768, 768)), D(N(768, 768))], t => t[0].MatMul(t[1])),
        new("dense3d", () => [N(32, 128, 512), N(512, 512)], t => t[0].MatMul(t[1])),
        new("einsum", () => [N(32, 64, 8, 32), N(32, 64, 8, 32)], t => Tensor.Einsum("bqhd, bkhd->bhqk", t[0], t[1])),
        new("attention512", () => [N(4, 512, 8, 64), N(4, 512, 8, 64), N(4, 512, 8, 64)], t => t[0].ScaledDotProductAttention(t[1], t[2])),
        new("attention_causal", () => [N(4, 512, 8, 64), N(4, 512, 8, 64), N(4, 512, 8, 64)], t => t[0].ScaledDotProductAttention(t[1], t[2], isCausal: true)),
    ];
}
