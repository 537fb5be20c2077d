namespace DeepSharp.Tests.Catalogue;

/// <summary>Every layer of Keras 3 is there under its name; so are those of KerasHub that a Transformer is built of.</summary>
/// <remarks>Not meant to be here: layers that wrap another framework's program (TFSMLayer, JaxLayer, FlaxLayer, TorchModuleWrapper).</remarks>
public sealed class KerasLayerNamesTests
{
    private static readonly string[] s_names =
    [
        .. Names("Dense EinsumDense Embedding ReversibleEmbedding Identity InputLayer Lambda Masking"),
        .. Names("Activation ELU LeakyReLU PReLU ReLU Softmax"),
        .. Names("Attention AdditiveAttention MultiHeadAttention GroupQueryAttention"),
        .. Names("Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D"),
        .. Names("Convolution1D Convolution2D Convolution3D Convolution1DTranspose Convolution2DTranspose Convolution3DTranspose"),
        .. Names("SeparableConvolution1D SeparableConvolution2D"),
        .. Each("MaxPooling# AveragePooling# GlobalMaxPooling# GlobalAveragePooling# AdaptiveMaxPooling# AdaptiveAveragePooling#"),
        .. Each("MaxPool# AvgPool# GlobalMaxPool# GlobalAvgPool#"),
        .. Names("RNN SimpleRNN SimpleRNNCell LSTM LSTMCell GRU GRUCell StackedRNNCells Bidirectional TimeDistributed"), .. Each("ConvLSTM#"),
        .. Names("BatchNormalization LayerNormalization GroupNormalization RMSNormalization UnitNormalization SpectralNormalization"),
        .. Names("Dropout AlphaDropout GaussianDropout GaussianNoise ActivityRegularization"), .. Each("SpatialDropout#"),
        .. Names("Flatten Reshape Permute RepeatVector"), .. Each("Cropping# ZeroPadding# UpSampling#"),
        .. Names("Add Subtract Multiply Average Maximum Minimum Concatenate Dot"),
        .. Names("Normalization Rescaling Discretization CategoryEncoding Hashing HashedCrossing IntegerLookup StringLookup TextVectorization"),
        .. Names("MelSpectrogram STFTSpectrogram Pipeline"),
        .. Names("Resizing CenterCrop AutoContrast Equalization Solarization CutMix MixUp RandAugment AugMix RandomBrightness RandomColorDegeneration"),
        .. Names("ContrastLimitedAdaptiveHistogramEqualization MaxNumBoundingBoxes"),
        .. Names("RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue"),
        .. Names("RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom"),
        .. Names("TransformerEncoder TransformerDecoder CachedMultiHeadAttention SinePositionEncoding PositionEmbedding RotaryEmbedding"),
        .. Names("TokenAndPositionEmbedding MaskedLMHead"),
    ];

    private static IEnumerable<string> All => s_names;

    [TestCaseSource(nameof(All))]
    public void Name_OfKeras_IsALayer(string name) => Assert.That(
        ConfigRegistry.All.Where(t => t.Kind == typeof(Layer) && t.Aliases.Prepend(t.ClassName).Contains(name)).Count(), Is.EqualTo(1), name);

    private static string[] Names(string list) => list.Split(' ');

    /// <summary>Names whose # stands for 1D, 2D and 3D.</summary>
    private static IEnumerable<string> Each(string list) => Names(list).SelectMany(n => new[] { "1D", "2D", "3D" }.Select(d => n.Replace("#", d)));
}
