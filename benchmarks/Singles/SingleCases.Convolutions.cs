namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Convolutions and pooling.</summary>
    private static SingleCase[] Convolutions =>
    [
        new("conv7_stride2_rgb", () => [N(8, 224, 224, 3), N(7, 7, 3, 64)], t => t[0].Conv(t[1], [2, 2], Padding.Same)),
        new("conv5", () => [N(32, 28, 28, 32), N(5, 5, 32, 64)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_stride2", () => [N(16, 56, 56, 64), N(3, 3, 64, 128)], t => t[0].Conv(t[1], [2, 2], Padding.Same)),
        new("conv3_dilation2", () => [N(8, 56, 56, 64), N(3, 3, 64, 64)], t => t[0].Conv(t[1], [1, 1], Padding.Same, [2, 2])),
        new("conv1_stride2", () => [N(16, 56, 56, 64), N(1, 1, 64, 128)], t => t[0].Conv(t[1], [2, 2], Padding.Same)),
        new("conv3_128_28", () => [N(16, 28, 28, 128), N(3, 3, 128, 128)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_256_14", () => [N(16, 14, 14, 256), N(3, 3, 256, 256)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_512_7", () => [N(16, 7, 7, 512), N(3, 3, 512, 512)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_512_7_one", () => [N(1, 7, 7, 512), N(3, 3, 512, 512)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_256_14_one", () => [N(1, 14, 14, 256), N(3, 3, 256, 256)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_rgb", () => [N(64, 32, 32, 3), N(3, 3, 3, 32)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_gray", () => [N(128, 28, 28, 1), N(3, 3, 1, 32)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_to_1", () => [N(32, 28, 28, 32), N(3, 3, 32, 1)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv3_to_3", () => [N(8, 128, 128, 64), N(3, 3, 64, 3)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("convT_to_1", () => [N(64, 14, 14, 64), N(3, 3, 1, 64)], t => t[0].ConvTranspose(t[1], [2, 2], Padding.Same)),
        new("conv3_rgb_image", () => [N(1, 256, 256, 3), N(3, 3, 3, 64)], t => t[0].Conv(t[1], [1, 1], Padding.Same)),
        new("conv1d", () => [N(32, 1000, 64), N(5, 64, 128)], t => t[0].Conv(t[1], [1], Padding.Same)),
        new("conv3d", () => [N(2, 16, 56, 56, 16), N(3, 3, 3, 16, 32)], t => t[0].Conv(t[1], [1, 1, 1], Padding.Same)),
        new("convT4_stride2", () => [N(16, 14, 14, 128), N(4, 4, 64, 128)], t => t[0].ConvTranspose(t[1], [2, 2], Padding.Same)),
        new("convT_to_rgb", () => [N(32, 32, 32, 64), N(4, 4, 3, 64)], t => t[0].ConvTranspose(t[1], [2, 2], Padding.Same)),
        new("group_4_channels", () => [N(16, 28, 28, 128), N(3, 3, 4, 128)], t => t[0].Conv(t[1], [1, 1], Padding.Same, groups: 32)),
        new("group_16_channels", () => [N(16, 14, 14, 512), N(3, 3, 16, 512)], t => t[0].Conv(t[1], [1, 1], Padding.Same, groups: 32)),
        new("group_1x1", () => [N(16, 28, 28, 240), N(1, 1, 80, 240)], t => t[0].Conv(t[1], [1, 1], Padding.Same, groups: 3)),
        new("group_2", () => [N(16, 27, 27, 96), N(5, 5, 48, 256)], t => t[0].Conv(t[1], [1, 1], Padding.Same, groups: 2)),
        new("group_8_stride2", () => [N(16, 28, 28, 256), N(3, 3, 8, 256)], t => t[0].Conv(t[1], [2, 2], Padding.Same, groups: 32)),
        new("depthwise7", () => [N(8, 56, 56, 96), N(7, 7, 1, 96)], t => t[0].Conv(t[1], [1, 1], Padding.Same, groups: 96)),
        new("depthwise3_24", () => [N(8, 56, 56, 24), N(3, 3, 1, 24)], t => t[0].Conv(t[1], [1, 1], Padding.Same, groups: 24)),
        new("maxpool3_stride2", () => [N(16, 112, 112, 64)], t => t[0].MaxPool([3, 3], [2, 2], Padding.Same)),
        new("maxpool2", () => [N(16, 56, 56, 64)], t => t[0].MaxPool([2, 2], [2, 2])),
        new("avgpool2", () => [N(16, 56, 56, 64)], t => t[0].AveragePool([2, 2], [2, 2])),
        new("global_average", () => [N(32, 14, 14, 512)], t => t[0].Mean([1, 2])),
        new("adaptive_average", () => [N(16, 30, 30, 64)], t => t[0].AdaptiveAveragePool([7, 7])),
    ];
}
