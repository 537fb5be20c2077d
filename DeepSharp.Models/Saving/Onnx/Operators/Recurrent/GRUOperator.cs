namespace DeepSharp.Onnx;

/// <summary>Gated recurrent units; the gates stand in the order z, r, h. The reset gate acts before the product, or with <c>linear_before_reset</c> after
/// it.</summary>
internal sealed class GRUOperator : RecurrentOperator
{
    protected override int Gates => 3;

    protected override int States => 1;

    protected override string[] Usual => ["Sigmoid", "Tanh"];

    protected override (Tensor Outputs, Tensor[] States) Direction(RecurrentDirection d)
    {
        bool after = d.Node.Flag("linear_before_reset");
        int units = d.R.Shape[1];
        if (after && d.Functions.Are("Sigmoid", "Tanh"))
        {
            var (y, h) = d.Project(d.W, d.InputBias).GruSequence(d.First[0], d.R.Transpose(), d.StateBias, d.Mask, d.IsReverse);
            return (y, [h]);
        }
        var kernels = d.R.Split([2 * units, units]);
        return d.Scan(d.Project(d.W, d.InputBias), (at, states) =>
        {
            var h = states[0];
            var (given, biases) = (at.Split(3, -1), d.StateBias.Split(3));
            var gates = (h.MatMul(kernels[0], transposeB: true)).Split(2, -1);
            var z = d.Functions.Apply(0, given[0] + gates[0] + biases[0]);
            var r = d.Functions.Apply(0, given[1] + gates[1] + biases[1]);
            var back = after ? r * (h.MatMul(kernels[1], transposeB: true) + biases[2]) : (r * h).MatMul(kernels[1], transposeB: true) + biases[2];
            return [(1 - z) * d.Functions.Apply(1, given[2] + back) + z * h];
        });
    }
}

/// <summary>A plain recurrent net: h' = f(X · Wᵀ + h · Rᵀ + bias).</summary>
internal sealed class RNNOperator : RecurrentOperator
{
    protected override int Gates => 1;

    protected override int States => 1;

    protected override string[] Usual => ["Tanh"];

    protected override (Tensor Outputs, Tensor[] States) Direction(RecurrentDirection d) =>
        d.Scan(d.Project(d.W, d.InputBias + d.StateBias), (at, states) => [d.Functions.Apply(0, at + states[0].MatMul(d.R, transposeB: true))]);
}
