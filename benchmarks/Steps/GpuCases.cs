using static DeepSharp.Vocabulary;

namespace DeepSharp.Benchmarks;

/// <summary>Models too large for the comparison on a processor; run on other devices only.</summary>
internal static class GpuCases
{
    private const int Width = 768, Time = 1024;

    public static readonly StepCase[] All =
    [
        new("resnet50-224-b128", 128, 10, ResNet50, () => (Tensor.RandomNormal([128, 224, 224, 3], seed: 1), Tensor.RandomIntegers([128], 0, 1000, seed: 2))),
        new("gpt2-small-blocks-t1024-b8", 8, 10, GptBlocks, () => (Tensor.RandomNormal([8, Time, Width], seed: 1), Tensor.RandomIntegers([8], 0, 10, seed: 2))),
    ];

    /// <summary>He et al. 2016, with the stride in the 3×3 convolution.</summary>
    private static Model ResNet50()
    {
        var input = Input(224, 224, 3);
        var x = Normalized(input, 64, 7, 2).ReLU().MaxPooling2D(3, strides: 2, padding: Same);
        foreach (var (filters, blocks, stride) in new[] { (64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2) })
            for (int b = 0; b < blocks; b++)
            {
                int step = b == 0 ? stride : 1;
                var main = Normalized(Normalized(Normalized(x, filters, 1, 1).ReLU(), filters, 3, step).ReLU(), 4 * filters, 1, 1);
                x = Add(main, b == 0 ? Normalized(x, 4 * filters, 1, step) : x).ReLU();
            }
        return new Model(input, x.GlobalAveragePooling2D().Dense(1000, dtype: DType.Float32));
    }

    private static SymbolicTensor Normalized(SymbolicTensor x, int filters, int kernel, int stride) =>
        x.Conv2D(filters, kernel, strides: stride, padding: Same, useBias: false).BatchNormalization();

    /// <summary>The twelve blocks of GPT-2 small (Radford et al. 2019): causal attention with 12 heads, then a network of 3072; normalized first.</summary>
    private static Model GptBlocks()
    {
        var model = new Sequential([Time, Width]);
        for (int i = 0; i < 12; i++) model.TransformerDecoder(4 * Width, 12, dropout: 0.1, activation: Gelu, normalizeFirst: true);
        return model.GlobalAveragePooling1D().Dense(10, dtype: DType.Float32);
    }
}
