namespace DeepSharp;

/// <summary>What layers and their settings were called before Keras 3.</summary>
internal static class LegacyKeys
{
    /// <summary>Classes that have another name now.</summary>
    public static readonly IReadOnlyDictionary<string, string> Classes = new Dictionary<string, string>
    {
        ["Model"] = "Functional",
        ["Convolution1D"] = "Conv1D",
        ["Convolution2D"] = "Conv2D",
        ["Convolution3D"] = "Conv3D",
        ["AtrousConvolution1D"] = "Conv1D",
        ["AtrousConvolution2D"] = "Conv2D",
        ["SeparableConvolution2D"] = "SeparableConv2D",
        ["TimeDistributedDense"] = "Dense",
        ["ThresholdedReLU"] = "ReLU",
        ["CuDNNLSTM"] = "LSTM",
        ["CuDNNGRU"] = "GRU",
        ["BatchNormalizationV1"] = "BatchNormalization",
        ["BatchNormalizationV2"] = "BatchNormalization",
    };

    /// <summary>Settings that Keras 1 called differently, the same in all its layers.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["output_dim"] = "units",
        ["init"] = "kernel_initializer",
        ["inner_init"] = "recurrent_initializer",
        ["inner_activation"] = "recurrent_activation",
        ["W_regularizer"] = "kernel_regularizer",
        ["U_regularizer"] = "recurrent_regularizer",
        ["b_regularizer"] = "bias_regularizer",
        ["W_constraint"] = "kernel_constraint",
        ["U_constraint"] = "recurrent_constraint",
        ["b_constraint"] = "bias_constraint",
        ["bias"] = "use_bias",
        ["nb_filter"] = "filters",
        ["filter_length"] = "kernel_size",
        ["border_mode"] = "padding",
        ["subsample"] = "strides",
        ["subsample_length"] = "strides",
        ["atrous_rate"] = "dilation_rate",
        ["dim_ordering"] = "data_format",
        ["pool_length"] = "pool_size",
        ["stride"] = "strides",
        ["dropout_W"] = "dropout",
        ["dropout_U"] = "recurrent_dropout",
        ["p"] = "rate",
        ["sigma"] = "stddev",
    };

    /// <summary>Settings of single classes that go by another name than in the others.</summary>
    public static readonly IReadOnlyDictionary<(string Class, string Key), string> Special = new Dictionary<(string, string), string>
    {
        [("Embedding", "output_dim")] = "output_dim",
        [("Embedding", "init")] = "embeddings_initializer",
        [("Embedding", "W_regularizer")] = "embeddings_regularizer",
        [("Embedding", "W_constraint")] = "embeddings_constraint",
        [("PReLU", "init")] = "alpha_initializer",
        [("LeakyReLU", "alpha")] = "negative_slope",
        [("UpSampling1D", "length")] = "size",
        [("ReLU", "theta")] = "threshold",
        [("SeparableConv2D", "init")] = "depthwise_initializer",
    };

    /// <summary>Settings that repeat what follows from the rest of the file, or only told how to compute.</summary>
    public static readonly IReadOnlySet<string> Dropped = new HashSet<string>
    {
        "batch_input_shape", "input_dtype", "input_length", "consume_less", "implementation", "time_major", "fused", "virtual_batch_size", "adjustment",
        "dynamic",
    };

    /// <summary>Initializers that were named differently.</summary>
    public static readonly IReadOnlyDictionary<string, string> Initializers = new Dictionary<string, string>
    {
        ["zero"] = "zeros",
        ["one"] = "ones",
        ["normal"] = "random_normal",
        ["uniform"] = "random_uniform",
    };
}
