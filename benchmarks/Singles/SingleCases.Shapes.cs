namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Moving and joining elements, and images.</summary>
    private static SingleCase[] Shapes =>
    [
        new("transpose_b", () => [N(64, 512, 128)], t => t[0].Transpose([0, 2, 1]) * 1.5f),
        new("channels_last", () => [N(16, 64, 56, 56)], t => t[0].Transpose([0, 2, 3, 1]) * 1.5f),
        new("heads", () => [N(32, 128, 8, 64)], t => t[0].Transpose([0, 2, 1, 3]) * 1.5f),
        new("concat_last", () => [N(16, 56, 56, 32), N(16, 56, 56, 32)], t => Tensor.Concat([t[0], t[1]], -1)),
        new("concat0", () => [N(512, 1024), N(512, 1024)], t => Tensor.Concat([t[0], t[1]], 0)),
        new("slice_step2", () => [N(1024, 2048)], t => t[0].Slice(1, .., 2) * 1.5f),
        new("flip", () => [N(1024, 2048)], t => t[0].Flip(1) * 1.5f),
        new("pad", () => [N(16, 56, 56, 64)], t => t[0].Pad([new(0, 0), new(1, 1), new(1, 1), new(0, 0)])),
        new("reflectpad", () => [N(16, 56, 56, 64)], t => t[0].Pad([new(0, 0), new(1, 1), new(1, 1), new(0, 0)], PadMode.Reflect)),
        new("tile", () => [N(64, 1024)], t => t[0].Tile(16, 1) * 1.5f),
        new("tril", () => [N(1024, 1024)], t => t[0].Tril()),
        new("where", () => [N(1024, 1024), N(1024, 1024)], t => Tensor.Where(t[0] > 0, t[0], t[1])),
        new("add_outer", () => [N(64, 1, 512), N(1, 512, 1)], t => t[0] + t[1]),
        new("add_bias", () => [N(4096, 512), N(512)], t => t[0] + t[1]),
        new("multiply_axis1", () => [N(16, 64, 56, 56), N(1, 64, 1, 1)], t => t[0] * t[1]),
        new("upsample2", () => [N(16, 28, 28, 64)], t => t[0].UpSample([2, 2])),
        new("resize_up", () => [N(8, 128, 128, 3)], t => t[0].Resize([224, 224])),
        new("resize_ch", () => [N(8, 28, 28, 128)], t => t[0].Resize([56, 56])),
        new("resize_cubic", () => [N(8, 128, 128, 3)], t => t[0].Resize([224, 224], Interpolation.Bicubic)),
    ];
}
