using DeepSharp.Layers;

namespace DeepSharp.Torch;

/// <summary>The weights of recurrent cells as PyTorch keeps them.</summary>
/// <remarks>
/// PyTorch has a bias for the inputs and one for the states, and the matrices turned. The gates of an LSTM stand in one order in both (i, f, g, o; Keras
/// calls g c); those of a GRU as r, z, n in PyTorch and z, r, n here.
/// </remarks>
internal static class TorchRecurrent
{
    /// <summary>The parameters of a cell, or null where PyTorch has no such cell.</summary>
    /// <param name="cell">The cell, built.</param>
    /// <param name="ending">What the names end in: nothing, or <c>_reverse</c>.</param>
    public static IEnumerable<TorchParameter>? Parameters(RecurrentCell cell, string ending) => cell switch
    {
        SimpleRNNCell or LSTMCell { Peephole: false } => Parameters(cell, ending, t => t, Summed),
        GRUCell { ResetAfter: true } => Parameters(cell, ending, Swapped, Two),
        _ => null,
    };

    private static IEnumerable<TorchParameter> Parameters(
        RecurrentCell cell, string ending, Func<Tensor, Tensor> gates, Func<Weight, string, TorchParameter> bias)
    {
        foreach (var weight in cell.OwnWeights)
            yield return weight.Name == "bias" ? bias(weight, ending) : Matrix(weight, (weight.Name == "kernel" ? "weight_ih" : "weight_hh") + ending, gates);
    }

    private static TorchParameter Matrix(Weight weight, string name, Func<Tensor, Tensor> gates) =>
        new(weight, [(name, [weight.Shape[1], weight.Shape[0]])], t => gates(t[0].Transpose()), v => [gates(v).Transpose()]);

    /// <summary>Both biases are only ever added.</summary>
    private static TorchParameter Summed(Weight weight, string ending) =>
        new(weight, Biases(weight.Shape[0], ending), t => t[0] + t[1], v => [v, Tensor.Zeros(v.Shape, v.DType, v.Device)]);

    /// <summary>The reset gate acts on one of the biases.</summary>
    private static TorchParameter Two(Weight weight, string ending) =>
        new(weight, Biases(weight.Shape[1], ending), t => Tensor.Stack([Swapped(t[0]), Swapped(t[1])]), v => [Swapped(v[0]), Swapped(v[1])]);

    private static (string, Shape)[] Biases(int length, string ending) => [("bias_ih" + ending, length), ("bias_hh" + ending, length)];

    /// <summary>Swaps the first two of three gates along the last axis, which turns either order into the other.</summary>
    private static Tensor Swapped(Tensor t)
    {
        var gates = t.Split(3, -1);
        return Tensor.Concat([gates[1], gates[0], gates[2]], -1);
    }
}
