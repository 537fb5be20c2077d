namespace DeepSharp;

/// <summary>Brings the weights of layers of Keras 1 into the form of today: one kernel for all gates, one-dimensional convolutions with one axis.</summary>
internal static class LegacyLayouts
{
    // The gates in the order in which each kept its kernel, recurrent kernel and bias, and where they stand now.
    private static readonly int[] s_lstm = [0, 2, 1, 3], s_gru = [0, 1, 2];

    /// <summary>How many tensors of a file make up the weights of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="stored">How many the file has for it.</param>
    /// <param name="read">Reads one of them.</param>
    /// <returns>The layer's weights in order, or null where they stand in the file as they are needed.</returns>
    public static Tensor[]? Convert(Layer layer, int stored, Func<int, Tensor> read) => layer switch
    {
        Layers.Bidirectional both when stored % 2 == 0 => Both(both, stored / 2, read),
        Layers.TimeDistributed each => Convert(each.Layer, stored, read),
        Layers.LSTM when stored == 12 => Gates(s_lstm, read),
        Layers.GRU when stored == 9 => Gates(s_gru, read),
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

    /// <summary>The kernel was [length, 1, in, out].</summary>
    private static Tensor[]? Line(Tensor kernel, int stored, Func<int, Tensor> read) => kernel.Shape[1] != 1 ? null
        : [kernel.Squeeze(1), .. Enumerable.Range(1, stored - 1).Select(read)];
}
