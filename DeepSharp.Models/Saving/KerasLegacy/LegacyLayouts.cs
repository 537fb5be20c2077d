namespace DeepSharp;

/// <summary>Brings the weights of old layers into the form of today: from Keras 1 one kernel for all gates and one-dimensional convolutions with one axis, from
/// CuDNNLSTM and CuDNNGRU the order in which cuDNN has them.</summary>
internal static class LegacyLayouts
{
    // The gates in the order in which each kept its kernel, recurrent kernel and bias, and where they stand now.
    private static readonly int[] s_lstm = [0, 2, 1, 3], s_gru = [0, 1, 2];

    /// <summary>How many tensors of a file make up the weights of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="stored">How many the file has for it.</param>
    /// <param name="read">Reads one of them.</param>
    /// <param name="isTheano">Whether Theano computed with them, whose convolutions turn their kernels.</param>
    /// <returns>The layer's weights in order, or null where they stand in the file as they are needed.</returns>
    public static Tensor[]? Convert(Layer layer, int stored, Func<int, Tensor> read, bool isTheano = false) => layer switch
    {
        Layers.Bidirectional both when stored % 2 == 0 => Both(both, stored / 2, read),
        Layers.TimeDistributed each => Convert(each.Layer, stored, read, isTheano),
        Layers.LSTM when stored == 12 => Gates(s_lstm, read),
        Layers.GRU when stored == 9 => Gates(s_gru, read),
        Layers.LSTM or Layers.GRU when stored == 3 => Cudnn(layer is Layers.LSTM ? 4 : 3, read),
        Layers.ConvLSTM2D when isTheano => Turned(2, stored, read),
        Layers.Conv1D or Layers.Conv2D or Layers.Conv3D or Layers.Conv2DTranspose when isTheano => Turned(1, stored, read),
        Layers.Conv1D when stored > 0 && read(0) is { Rank: 4 } kernel => Line(kernel, stored, read),
        _ => null,
    };

    private static Tensor[]? Both(Layers.Bidirectional layer, int half, Func<int, Tensor> read)
    {
        var forward = Convert(layer.Layer, half, read);
        var backward = Convert(layer.BackwardLayer, half, i => read(half + i));
        return forward is null || backward is null ? null : [.. forward, .. backward];
    }

    /// <summary>Joins what the gates had for themselves along the last axis.</summary>
    private static Tensor[] Gates(int[] order, Func<int, Tensor> read) =>
        [.. Enumerable.Range(0, 3).Select(part => Tensor.Concat([.. order.Select(gate => read(3 * gate + part))], -1))];

    /// <summary>The file's kernel of each gate holds the numbers of a matrix [units, inputs] row by row, though it says [inputs, units]; and each gate has two
    /// biases, which LSTM adds.</summary>
    private static Tensor[]? Cudnn(int gates, Func<int, Tensor> read)
    {
        Tensor kernel = read(0), recurrent = read(1), bias = read(2);
        if (kernel.Rank != 2 || recurrent.Rank != 2) return null;
        int units = recurrent.Shape[0];
        if (bias.Shape != [2 * gates * units] || kernel.Shape[1] != gates * units || recurrent.Shape[1] != gates * units) return null;
        Tensor Turned(Tensor x) => Tensor.Concat([.. x.Split(gates, 1).Select(g => g.Contiguous().Reshape([units, x.Shape[0]]).Transpose([1, 0]))], 1);
        var biases = bias.Reshape([2, gates * units]);
        return [Turned(kernel), Turned(recurrent), gates == 4 ? biases.Sum(0) : biases];
    }

    /// <summary>The kernels [taps.., in, out], the first weights, end to end.</summary>
    private static Tensor[] Turned(int kernels, int stored, Func<int, Tensor> read) => [.. Enumerable.Range(0, stored).Select(i =>
        i < kernels && read(i) is { Rank: > 2 } kernel ? kernel.Flip(new Axes([.. Enumerable.Range(0, kernel.Rank - 2)])) : read(i))];

    /// <summary>The kernel was [length, 1, in, out].</summary>
    private static Tensor[]? Line(Tensor kernel, int stored, Func<int, Tensor> read) => kernel.Shape[1] != 1 ? null
        : [kernel.Squeeze(1), .. Enumerable.Range(1, stored - 1).Select(read)];
}
