namespace DeepSharp.TensorFlowJs;

/// <summary>The layers of TensorFlow.js 4 with the settings that they take, by the names of Keras 2.</summary>
internal static class TensorFlowJsLayers
{
    private const string
        Kernel = " kernel_initializer kernel_regularizer kernel_constraint",
        Recurrent = " recurrent_initializer recurrent_regularizer recurrent_constraint",
        Bias = " use_bias bias_initializer bias_regularizer bias_constraint activity_regularizer",
        Convolution = "filters kernel_size strides padding activation" + Kernel + Bias,
        Depthwise = " kernel_size strides padding dilation_rate depth_multiplier activation depthwise_initializer depthwise_regularizer depthwise_constraint",
        Cell = "units activation dropout recurrent_dropout" + Kernel + Recurrent + Bias,
        Gated = Cell + " recurrent_activation",
        Loop = " return_sequences return_state go_backwards stateful",
        Pool = "pool_size strides padding",
        Scaled = "axis epsilon center scale beta_initializer gamma_initializer beta_regularizer gamma_regularizer";

    private static readonly Dictionary<string, HashSet<string>> s_settings = new Dictionary<string, string>
    {
        ["InputLayer"] = "batch_input_shape sparse",
        ["Dense"] = "units activation" + Kernel + Bias,
        ["Embedding"] = "input_dim output_dim embeddings_initializer embeddings_regularizer embeddings_constraint activity_regularizer mask_zero",
        ["Conv1D"] = Convolution + " dilation_rate",
        ["Conv2D"] = Convolution + " dilation_rate",
        ["Conv3D"] = Convolution + " dilation_rate",
        ["Conv2DTranspose"] = Convolution,
        ["Conv3DTranspose"] = Convolution,
        ["DepthwiseConv2D"] = Depthwise + Bias,
        ["SeparableConv2D"] = "filters pointwise_initializer pointwise_regularizer pointwise_constraint" + Depthwise + Bias,
        ["BatchNormalization"] = Scaled + " momentum moving_mean_initializer moving_variance_initializer beta_constraint gamma_constraint",
        ["LayerNormalization"] = Scaled,
        ["SimpleRNN"] = Cell + Loop + " unroll",
        ["GRU"] = Gated + Loop + " unroll reset_after",
        ["LSTM"] = Gated + Loop + " unroll unit_forget_bias",
        ["SimpleRNNCell"] = Cell,
        ["GRUCell"] = Gated + " reset_after",
        ["LSTMCell"] = Gated + " unit_forget_bias",
        ["StackedRNNCells"] = "cells",
        ["RNN"] = "cell" + Loop + " unroll",
        ["ConvLSTM2D"] = Convolution + Recurrent + Loop + " dilation_rate recurrent_activation dropout recurrent_dropout unit_forget_bias",
        ["Bidirectional"] = "layer merge_mode",
        ["TimeDistributed"] = "layer",
        ["MaxPooling1D"] = Pool,
        ["MaxPooling2D"] = Pool,
        ["MaxPooling3D"] = Pool,
        ["AveragePooling1D"] = Pool,
        ["AveragePooling2D"] = Pool,
        ["AveragePooling3D"] = Pool,
        ["GlobalMaxPooling1D"] = "",
        ["GlobalMaxPooling2D"] = "",
        ["GlobalAveragePooling1D"] = "",
        ["GlobalAveragePooling2D"] = "",
        ["Activation"] = "activation",
        ["ReLU"] = "max_value",
        ["LeakyReLU"] = "alpha",
        ["ELU"] = "alpha",
        ["PReLU"] = "alpha_initializer alpha_regularizer alpha_constraint shared_axes",
        ["Softmax"] = "axis",
        ["Dropout"] = "rate noise_shape",
        ["SpatialDropout1D"] = "rate",
        ["GaussianDropout"] = "rate",
        ["GaussianNoise"] = "stddev",
        ["AlphaDropout"] = "rate noise_shape",
        ["Flatten"] = "",
        ["Reshape"] = "target_shape",
        ["Permute"] = "dims",
        ["RepeatVector"] = "n",
        ["Masking"] = "mask_value",
        ["Cropping2D"] = "cropping",
        ["ZeroPadding2D"] = "padding",
        ["UpSampling2D"] = "size",
        ["Rescaling"] = "scale offset",
        ["Add"] = "",
        ["Multiply"] = "",
        ["Average"] = "",
        ["Maximum"] = "",
        ["Minimum"] = "",
        ["Concatenate"] = "axis",
        ["Dot"] = "axes normalize",
    }.ToDictionary(l => l.Key, l => l.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("name").Append("trainable").ToHashSet());

    /// <summary>Settings that are not written, with the only value, as JSON, that TensorFlow.js computes by.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Fixed = new Dictionary<string, string[]>
    {
        ["dtype"] = ["\"float32\""],
        ["groups"] = ["1"],
        ["output_padding"] = ["null"],
        ["dilation_rate"] = ["[1, 1]", "[1, 1, 1]"],
        ["keepdims"] = ["false"],
        ["zero_output_for_mask"] = ["false"],
        ["unroll"] = ["false"],
        ["negative_slope"] = ["0.0"],
        ["threshold"] = ["0.0"],
        ["interpolation"] = ["\"nearest\""],
        ["ragged"] = ["false"],
        ["optional"] = ["false"],
    };

    /// <summary>What TensorFlow.js, as Keras 2, calls a setting.</summary>
    public static string Key(string className, string key) => (className, key) switch
    {
        ("InputLayer", "batch_shape") => "batch_input_shape",
        ("LeakyReLU", "negative_slope") => "alpha",
        _ => key,
    };

    /// <summary>The settings of a layer, or null where TensorFlow.js has no such layer.</summary>
    public static IReadOnlySet<string>? Settings(string className) => s_settings.GetValueOrDefault(className);
}
