using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Training;

/// <summary>The kinds of model that the benchmarks time, made small.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Make">Makes the model, not compiled.</param>
/// <param name="Inputs">Makes so many samples.</param>
/// <param name="Classes">The number of classes it tells apart.</param>
/// <param name="Steps">Labels of a sample: 1, or one for each time step.</param>
internal sealed record SmallModel(string Name, Func<Model> Make, Func<int, Tensor> Inputs, int Classes = 3, int Steps = 1)
{
    /// <summary>The model compiled as the benchmarks train it.</summary>
    public Model Compiled() => Make().Compile(new Adam(1e-3), loss: new DeepSharp.Losses.SparseCategoricalCrossentropy(fromLogits: true));

    /// <summary>Inputs and labels.</summary>
    public DataSource Data(int samples)
    {
        var labels = Enumerable.Range(0, samples * Steps).Select(i => i % Classes).ToArray();
        return (Inputs(samples), Steps == 1 ? Tensor.From(labels) : Tensor.From(labels, [samples, Steps]));
    }

    public override string ToString() => Name;
}

/// <summary>All ten kinds.</summary>
internal static class SmallModels
{
    public static readonly SmallModel[] All =
    [
        new("mlp-tiny", () => new Sequential([4]).Dense(16, activation: Relu).Dense(3), n => Noise(n, 4)),
        new("mlp", () => new Sequential([20]).Dense(16, activation: Relu).Dropout(0.2).Dense(16, activation: Relu).Dropout(0.2).Dense(3), n => Noise(n, 20)),
        new("cnn", () => new Sequential([10, 10, 1]).Conv2D(4, 3, activation: Relu).Conv2D(8, 3, activation: Relu).MaxPooling2D().Dropout(0.25)
            .Flatten().Dense(8, activation: Relu).Dropout(0.5).Dense(3), n => Noise(n, 10, 10, 1)),
        new("resnet", ResNet, n => Noise(n, 8, 8, 3)),
        new("vgg", () => new Sequential([8, 8, 4]).Conv2D(8, 3, padding: Same, activation: Relu).Conv2D(8, 3, padding: Same, activation: Relu).MaxPooling2D()
            .Conv2D(16, 3, padding: Same, activation: Relu).GlobalAveragePooling2D().Dense(3), n => Noise(n, 8, 8, 4)),
        new("mobilenet", MobileNet, n => Noise(n, 8, 8, 4)),
        new("lstm", () => new Sequential([5, 6]).LSTM(8).Dense(3), n => Noise(n, 5, 6)),
        new("gru", () => new Sequential([5, 6]).GRU(8).Dense(3), n => Noise(n, 5, 6)),
        new("charlm", () => new Sequential([7]).Embedding(11, 6).LSTM(8, returnSequences: true).Dense(11),
            n => Tensor.From(Enumerable.Range(0, n * 7).Select(i => i * i % 11).ToArray(), [n, 7]), Classes: 11, Steps: 7),
        new("transformer", () => new Sequential([6, 8]).TransformerEncoder(16, 2, dropout: 0.1).TransformerEncoder(16, 2, dropout: 0.1)
            .GlobalAveragePooling1D().Dense(3), n => Noise(n, 6, 8)),
    ];

    private static Tensor Noise(params int[] shape) => TrainingSamples.Noise(shape);

    private static Model ResNet()
    {
        var input = Input(8, 8, 3);
        var x = Normalized(input, 4, 3, 1).ReLU();
        foreach (var (filters, stride) in new[] { (4, 1), (8, 2) })
        {
            var main = Normalized(Normalized(x, filters, 3, stride).ReLU(), filters, 3, 1);
            x = Add(main, stride == 1 ? x : Normalized(x, filters, 1, stride)).ReLU();
        }
        return new Model(input, x.GlobalAveragePooling2D().Dense(3));
    }

    private static SymbolicTensor Normalized(SymbolicTensor x, int filters, int kernel, int stride) =>
        x.Conv2D(filters, kernel, strides: stride, padding: Same, useBias: false).BatchNormalization();

    private static Model MobileNet()
    {
        var model = new Sequential([8, 8, 4]);
        foreach (var (filters, stride) in new[] { (8, 1), (16, 2) })
            model.DepthwiseConv2D(3, strides: stride, padding: Same, useBias: false).BatchNormalization().ReLU(maxValue: 6)
                .Conv2D(filters, 1, useBias: false).BatchNormalization().ReLU(maxValue: 6);
        return model.GlobalAveragePooling2D().Dense(3);
    }
}
