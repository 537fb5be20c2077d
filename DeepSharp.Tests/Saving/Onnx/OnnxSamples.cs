using DeepSharp.Layers;
using static DeepSharp.Vocabulary;
using Activations = DeepSharp.Activations;
using Identity = DeepSharp.Layers.Identity;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>A model to export, and inputs for it.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Make">Makes the model.</param>
/// <param name="Inputs">Makes inputs for a batch of the given size.</param>
/// <param name="Tolerance">How much results may differ, relative.</param>
public sealed record OnnxSample(string Name, Func<Model> Make, Func<int, Tensor[]> Inputs, double Tolerance = 1e-4)
{
    public override string ToString() => Name;
}

/// <summary>Models that are exported to ONNX: every layer that has an ONNX form, by itself and between convolutions, and whole nets.</summary>
public static partial class OnnxSamples
{
    public static IEnumerable<OnnxSample> Layers()
    {
        foreach (var (layer, shape, type) in Single())
        {
            string name = layer().ToString();
            yield return new(name, () => Of(layer(), shape, type), batch => [Data(batch, shape, type)]);
            // Between convolutions data has its channels in front.
            if (shape.Rank is 2 or 3 or 4 && type == DType.Float32 && Between(layer(), shape) is not null)
                yield return new($"{name} between convolutions", () => Between(layer(), shape)!, batch => [Data(batch, shape, type)]);
        }
    }

    /// <summary>Layers of one input: how they are made, the input without the batch, and its type.</summary>
    public static IEnumerable<(Func<Layer> Layer, Shape Shape, DType Type)> Single()
    {
        (Func<Layer>, Shape, DType) On(Shape shape, Func<Layer> layer, DType type = DType.Float32) => (layer, shape, type);
        Shape row = [6], steps = [7, 4], image = [8, 6, 4], volume = [4, 6, 4, 2];

        foreach (var property in typeof(Activations).GetProperties().Where(p => p.PropertyType == typeof(Activation)))
            yield return On(row, () => new ActivationLayer((Activation)property.GetValue(null)!));
        yield return On(image, () => new ReLU(6, 0.1, 0.5));
        yield return On(image, () => new ReLU(6));
        yield return On(image, () => new ReLU(negativeSlope: 0.2));
        yield return On(image, () => new LeakyReLU());
        yield return On(image, () => new ELU(0.5));
        yield return On(image, () => new PReLU("ones"));
        yield return On(image, () => new PReLU("he_normal", sharedAxes: [1, 2]));
        yield return On(steps, () => new Softmax(1));
        yield return On(image, () => new Softmax((int[])[1, 2]));

        yield return On(row, () => new Dense(3, Activations.Tanh));
        yield return On(image, () => new Dense(3, useBias: false));
        yield return On(steps, () => new EinsumDense("abc,cde->abde", [Dim.Any, 2, 3], biasAxes: "de"));
        yield return On(steps, () => new EinsumDense("...x,xy->...y", 3, activation: "tanh"));
        yield return On([5], () => new Embedding(6, 4), DType.Int32);
        yield return On([5], () => new Embedding(6, 4, maskZero: true), DType.Int64);
        yield return On([5], () => new ReversibleEmbedding(6, 4), DType.Int32);
        yield return On(steps, () => new Identity());
        yield return On(steps, () => new Masking(0.5));

        yield return On(steps, () => new Conv1D(4, 3));
        yield return On(steps, () => new Conv1D(4, 3, strides: 2, padding: Padding.Same, groups: 2, activation: "tanh", useBias: false));
        yield return On(steps, () => new Conv1D(3, 2, padding: Padding.Causal, dilationRate: 2));
        yield return On(image, () => new Conv2D(4, 3, biasInitializer: "ones"));
        yield return On(image, () => new Conv2D(4, 3, strides: 2, padding: Padding.Same, groups: 2, activation: "relu", useBias: false));
        yield return On(volume, () => new Conv3D(4, 3, strides: 2, padding: Padding.Same));
        yield return On(steps, () => new Conv1DTranspose(3, 3, strides: 2, padding: Padding.Same, biasInitializer: "he_normal"));
        yield return On(image, () => new Conv2DTranspose(3, (3, 2), strides: 2));
        yield return On(image, () => new Conv2DTranspose(3, 2, strides: 3));
        yield return On(volume, () => new Conv3DTranspose(2, 2, strides: 2, padding: Padding.Same, useBias: false));
        yield return On(steps, () => new DepthwiseConv1D(3, depthMultiplier: 2));
        yield return On(image, () => new DepthwiseConv2D(3, strides: 2, padding: Padding.Same));
        yield return On(steps, () => new SeparableConv1D(4, 3, depthMultiplier: 2));
        yield return On(image, () => new SeparableConv2D(5, 3, padding: Padding.Same, useBias: false));
        yield return On(steps, () => new LocallyConnected1D(4, 3));
        yield return On(image, () => new LocallyConnected2D(3, (2, 3), strides: (1, 2), activation: Activations.Tanh));

        yield return On(row, () => new BatchNormalization());
        yield return On(image, () => new BatchNormalization(gammaInitializer: "he_normal", movingMeanInitializer: "he_normal"));
        yield return On(image, () => new BatchNormalization(axis: 1, center: false, scale: false));
        yield return On(image, () => new BatchNormalization(axis: 2));
        yield return On(image, () => new LayerNormalization());
        yield return On(steps, () => new LayerNormalization(new Axes(1, 2), scale: false));
        yield return On(image, () => new LayerNormalization(1));
        yield return On(image, () => new GroupNormalization(2, gammaInitializer: "he_normal"));
        yield return On(image, () => new GroupNormalization(-1, center: false));
        yield return On(row, () => new GroupNormalization(2));
        yield return On(image, () => new RMSNormalization());
        yield return On(image, () => new UnitNormalization());
        yield return On(image, () => new LocalResponseNormalization(1, 1, 0.5, 0.75));
        yield return On(row, () => new SpectralNormalization(new Dense(4)));

        yield return On(steps, () => new MaxPooling1D());
        yield return On(image, () => new MaxPooling2D((2, 3), 1, Padding.Same));
        yield return On(volume, () => new MaxPooling3D());
        yield return On(steps, () => new AveragePooling1D(2));
        yield return On(image, () => new AveragePooling2D((2, 3), 1, Padding.Same));
        yield return On(volume, () => new AveragePooling3D(2));
        yield return On(steps, () => new GlobalMaxPooling1D());
        yield return On(image, () => new GlobalMaxPooling2D(keepDims: true));
        yield return On(volume, () => new GlobalMaxPooling3D());
        yield return On(steps, () => new GlobalAveragePooling1D());
        yield return On(image, () => new GlobalAveragePooling2D(keepDims: true));
        yield return On(volume, () => new GlobalAveragePooling3D());
        yield return On(steps, () => new AdaptiveAveragePooling1D(3));
        yield return On(image, () => new AdaptiveAveragePooling2D((2, 5)));
        yield return On(volume, () => new AdaptiveAveragePooling3D(2));
        yield return On(steps, () => new AdaptiveMaxPooling1D(3));
        yield return On(image, () => new AdaptiveMaxPooling2D((2, 5)));
        yield return On(volume, () => new AdaptiveMaxPooling3D(2));

        yield return On(image, () => new Flatten());
        yield return On(image, () => new Reshape([2, -1]));
        yield return On(image, () => new Permute([2, 3, 1]));
        yield return On(row, () => new RepeatVector(3));
        yield return On(steps, () => new ZeroPadding1D((1, 2)));
        yield return On(image, () => new ZeroPadding2D(((1, 0), (2, 1))));
        yield return On(volume, () => new ZeroPadding3D((1, 0, 2)));
        yield return On(steps, () => new Cropping1D((1, 2)));
        yield return On(image, () => new Cropping2D(((1, 0), (2, 1))));
        yield return On(volume, () => new Cropping3D((1, 1, 1)));
        yield return On(steps, () => new UpSampling1D());
        yield return On(image, () => new UpSampling2D((2, 3)));
        yield return On(image, () => new UpSampling2D(2, Interpolation.Bilinear));
        yield return On(image, () => new UpSampling2D((2, 3), Interpolation.Bicubic));
        yield return On(volume, () => new UpSampling3D());

        yield return On(steps, () => new SimpleRNN(5));
        yield return On(steps, () => new SimpleRNN(2, Activations.Relu, returnSequences: true, goBackwards: true));
        yield return On(steps, () => new LSTM(5));
        yield return On(steps, () => new LSTM(2, returnSequences: true, goBackwards: true));
        yield return On(steps, () => new LSTM(3, activation: "relu", peephole: true));
        yield return On(steps, () => new GRU(5));
        yield return On(steps, () => new GRU(3, returnSequences: true));
        yield return On(steps, () => new GRU(2, resetAfter: false));
        yield return On(steps, () => new RNN(new StackedRNNCells([new LSTMCell(2), new GRUCell(3), new SimpleRNNCell(2)]), returnSequences: true));
        yield return On(steps, () => new Bidirectional(new LSTM(3, returnSequences: true)));
        yield return On(steps, () => new Bidirectional(new GRU(3), MergeMode.Ave));
        yield return On(steps, () => new TimeDistributed(new Dense(2, "tanh")));
        yield return On([3, 6, 2], () => new ConvLSTM1D(2, 3));
        yield return On([3, 5, 6, 2], () => new ConvLSTM2D(2, (2, 3), padding: Padding.Same, returnSequences: true));
        yield return On([2, 3, 3, 3, 1], () => new ConvLSTM3D(1, 2));

        yield return On(row, () => new Dropout(0.5));
        yield return On(row, () => new AlphaDropout(0.5));
        yield return On(row, () => new GaussianDropout(0.5));
        yield return On(row, () => new GaussianNoise(0.5));
        yield return On(steps, () => new SpatialDropout1D(0.5));
        yield return On(image, () => new SpatialDropout2D(0.5));
        yield return On(volume, () => new SpatialDropout3D(0.5));
        yield return On(row, () => new ActivityRegularization(0.1, 0.2));

        yield return On(steps, () => new SinePositionEncoding(100));
        yield return On([3, 2, 4], () => new RotaryEmbedding());
        yield return On(steps, () => new PositionEmbedding(9));
        yield return On([5], () => new TokenAndPositionEmbedding(7, 5, 4, maskZero: true), DType.Int32);
        yield return On([2, 5, 5], () => new AlibiBias());
        yield return On(steps, () => new TransformerEncoder(6, 2));
        yield return On(steps, () => new TransformerEncoder(6, 2, activation: "gelu", normalizeFirst: true));
        yield return On(steps, () => new TransformerDecoder(6, 2));

        yield return On(image, () => new Rescaling(1 / 255.0, -0.5));
        yield return On(row, () => new Normalization(mean: 0.5, variance: new[] { 1, 4, 0.25, 1, 2, 3 }));
        yield return On([5], () => new CategoryEncoding(6), DType.Int32);
        yield return On([1], () => new CategoryEncoding(6, OutputMode.OneHot), DType.Int32);
        yield return On(row, () => new Discretization([-1, 0, 0.5]));
        yield return On(row, () => new Pipeline([new Rescaling(0.5), new Discretization([0.1, 0.2])]));
        yield return On([20, 1], () => new STFTSpectrogram(frameLength: 8, frameStep: 8));
        yield return On([80], () => new MelSpectrogram(32, 10, numMelBins: 6, samplingRate: 400));
        yield return On(image, () => new Resizing(3, 9));
        yield return On(image, () => new Resizing(5, 2, Interpolation.Lanczos5, antialias: true));
        yield return On(image, () => new Resizing(3, 9, Interpolation.Nearest));
        yield return On(image, () => new CenterCrop(5, 4));
        yield return On([8, 6, 3], () => new RandomFlip());
        yield return On([8, 6, 3], () => new RandomRotation(0.1));
        yield return On([8, 6, 3], () => new RandomZoom(0.1));
        yield return On([8, 6, 3], () => new RandomCrop(5, 4));
    }

    /// <summary>A model of one layer whose weights are all random, so that none of them is without effect.</summary>
    private static Model Of(Layer layer, Shape shape, DType type)
    {
        var model = new Sequential(shape, type).Add(layer);
        foreach (var w in model.Weights.Where(w => w.DType.IsFloating && w.Name != "moving_variance"
            && w.Name != "variance" && w.Name != "vector_u" && !w.Name.Contains("kernel")))
            w.Assign(w.Value + Tensor.RandomUniform(w.Shape, 0, 0.3, w.DType, seed: 5));
        return model;
    }

    /// <summary>The layer between two convolutions; null where it does not give data of their kind.</summary>
    private static Model? Between(Layer layer, Shape shape)
    {
        Layer Conv(string name) => shape.Rank switch
        {
            2 => new Conv1D(shape[^1], 1) { Name = name },
            3 => new Conv2D(shape[^1], 1) { Name = name },
            _ => new Conv3D(shape[^1], 1) { Name = name },
        };
        if (layer is Masking) return null;
        var model = new Sequential(shape).Add(Conv("before")).Add(layer);
        return model.Output.Shape.Rank == shape.Rank + 1 && model.Output.DType == DType.Float32 ? model.Add(Conv("behind")) : model;
    }

    private static Tensor Data(int batch, Shape shape, DType type, int seed = 1) => type.IsFloating
        ? Tensor.RandomNormal([batch, .. shape.Dims], seed: seed).Cast(type)
        : Tensor.RandomIntegers([batch, .. shape.Dims], 0, 6, type, seed: seed);
}
