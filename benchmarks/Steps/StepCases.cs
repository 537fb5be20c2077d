using static DeepSharp.Vocabulary;

namespace DeepSharp.Benchmarks;

/// <summary>The ten models of the comparison, each written as a user would.</summary>
internal static class StepCases
{
    public static readonly StepCase[] All =
    [
        new("mlp-tiny-4-16-3-b32", 32, 1000, () => new Sequential([4]).Dense(16, activation: Relu).Dense(3), () => (Noise(32, 4), Labels(3, 32))),
        new("mlp-784-512-512-10-b128", 128, 60,
            () => new Sequential([784]).Dense(512, activation: Relu).Dropout(0.2).Dense(512, activation: Relu).Dropout(0.2).Dense(10),
            () => (Noise(128, 784), Labels(10, 128))),
        new("cnn-mnist-b128", 128, 8,
            () => new Sequential([28, 28, 1]).Conv2D(32, 3, activation: Relu).Conv2D(64, 3, activation: Relu).MaxPooling2D().Dropout(0.25)
                .Flatten().Dense(128, activation: Relu).Dropout(0.5).Dense(10),
            () => (Noise(128, 28, 28, 1), Labels(10, 128))),
        new("resnet20-cifar-b64", 64, 4, ResNet20, () => (Noise(64, 32, 32, 3), Labels(10, 64))),
        new("vgg-block-56-b8", 8, 4,
            () => new Sequential([56, 56, 64]).Conv2D(128, 3, padding: Same, activation: Relu).Conv2D(128, 3, padding: Same, activation: Relu).MaxPooling2D()
                .Conv2D(256, 3, padding: Same, activation: Relu).GlobalAveragePooling2D().Dense(10),
            () => (Noise(8, 56, 56, 64), Labels(10, 8))),
        new("mobilenet-block-56-b16", 16, 4, MobileNet, () => (Noise(16, 56, 56, 32), Labels(10, 16))),
        new("lstm-64-128-t50-b64", 64, 10, () => new Sequential([50, 64]).LSTM(128).Dense(10), () => (Noise(64, 50, 64), Labels(10, 64))),
        new("gru-64-128-t50-b64", 64, 10, () => new Sequential([50, 64]).GRU(128).Dense(10), () => (Noise(64, 50, 64), Labels(10, 64))),
        new("charlm-lstm256-t100-b32", 32, 3,
            () => new Sequential([100]).Embedding(65, 64).LSTM(256, returnSequences: true).Dense(65), () => (Labels(65, 32, 100), Labels(65, 32, 100))),
        new("transformer-d128-h4-l2-t64-b32", 32, 8,
            () => new Sequential([64, 128]).TransformerEncoder(512, 4, dropout: 0.1).TransformerEncoder(512, 4, dropout: 0.1).GlobalAveragePooling1D().Dense(10),
            () => (Noise(32, 64, 128), Labels(10, 32))),
    ];

    private static Tensor Noise(params int[] shape) => Tensor.RandomNormal(shape, seed: 1);

    private static Tensor Labels(int classes, params int[] shape) => Tensor.RandomIntegers(shape, 0, classes, seed: 2);

    private static Model ResNet20()
    {
        var input = Input(32, 32, 3);
        var x = Normalized(input, 16, 3, 1).ReLU();
        foreach (var (filters, stride) in new[] { (16, 1), (16, 1), (16, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1) })
        {
            var main = Normalized(Normalized(x, filters, 3, stride).ReLU(), filters, 3, 1);
            var shortcut = stride == 1 && x.Shape[^1] == filters ? x : Normalized(x, filters, 1, stride);
            x = Add(main, shortcut).ReLU();
        }
        return new Model(input, x.GlobalAveragePooling2D().Dense(10));
    }

    private static SymbolicTensor Normalized(SymbolicTensor x, int filters, int kernel, int stride) =>
        x.Conv2D(filters, kernel, strides: stride, padding: Same, useBias: false).BatchNormalization();

    private static Model MobileNet()
    {
        var model = new Sequential([56, 56, 32]);
        foreach (var (filters, stride) in new[] { (64, 1), (128, 2), (128, 1), (256, 2) })
            model.DepthwiseConv2D(3, strides: stride, padding: Same, useBias: false).BatchNormalization().ReLU(maxValue: 6)
                .Conv2D(filters, 1, useBias: false).BatchNormalization().ReLU(maxValue: 6);
        return model.GlobalAveragePooling2D().Dense(10);
    }
}
