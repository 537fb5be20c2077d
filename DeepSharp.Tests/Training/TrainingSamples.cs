using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Training;

/// <summary>Small models and data for the tests of training.</summary>
internal static class TrainingSamples
{
    public static LabelledImages Digits { get; } = Datasets.SyntheticDigits(200, 3);

    /// <summary>Convolution, batch normalisation, dropout.</summary>
    public static Sequential Convnet(bool runEagerly = false)
    {
        var model = new Sequential([28, 28, 1])
            .Conv2D(4, 3, strides: 2, activation: Relu).BatchNormalization().MaxPooling2D().Flatten().Dropout(0.25).Dense(10, activation: Softmax);
        model.Compile(new Adam(0.01), SparseCategoricalCrossentropy, [Accuracy], runEagerly: runEagerly);
        return model;
    }

    /// <summary>y = w · x, trained by plain gradient descent on the squared error, so that steps can be worked out by hand.</summary>
    public static Sequential Line(double weight = 0, double rate = 0.1, MetricSet? metrics = null, MetricSet? weighted = null)
    {
        var model = new Sequential([1]).Dense(1, useBias: false, kernelInitializer: new DeepSharp.Initializers.Constant(weight));
        model.Compile(new SGD(rate), MeanSquaredError, metrics, weightedMetrics: weighted);
        return model;
    }

    public static Tensor Column(params float[] values) => Tensor.From(values, [values.Length, 1]);

    public static Tensor Noise(Shape shape, int seed = 1)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, checked((int)shape.Count)).Select(_ => random.NextSingle() * 2 - 1).ToArray(), shape);
    }

    public static double Weight(Model model) => model.Weights[0].Value.Item();

    public static float[][] Values(Model model) => [.. model.GetWeights().Select(w => w.ToFloats())];
}
