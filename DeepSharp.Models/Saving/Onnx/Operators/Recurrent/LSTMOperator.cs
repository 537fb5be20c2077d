namespace DeepSharp.Onnx;

/// <summary>A long short-term memory; the gates stand in the order i, o, f, c.</summary>
internal sealed class LSTMOperator : RecurrentOperator
{
    protected override int Gates => 4;

    protected override int States => 2;

    protected override string[] Usual => ["Sigmoid", "Tanh", "Tanh"];

    protected override (Tensor Outputs, Tensor[] States) Direction(RecurrentDirection d)
    {
        bool joined = d.Node.Flag("input_forget");
        // Ours is i, f, c, o.
        var (w, r, bias) = (Ordered(d.W), Ordered(d.R), Ordered(d.InputBias) + Ordered(d.StateBias));
        var xs = d.Project(w, bias);
        if (d.Peephole is null && !joined && d.Functions.Are("Sigmoid", "Tanh", "Tanh"))
        {
            var (y, h, c) = xs.LstmSequence(d.First[0], d.First[1], r.Transpose(), d.Mask, d.IsReverse);
            return (y, [h, c]);
        }
        var peephole = d.Peephole?.Split(3);
        return d.Scan(xs, (at, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var sums = (at + h.MatMul(r, transposeB: true)).Split(4, -1);
            if (peephole is not null) (sums[0], sums[1]) = (sums[0] + c * peephole[0], sums[1] + c * peephole[2]);
            var i = d.Functions.Apply(0, sums[0]);
            var f = joined ? 1 - i : d.Functions.Apply(0, sums[1]);
            c = f * c + i * d.Functions.Apply(1, sums[2]);
            var o = d.Functions.Apply(0, peephole is null ? sums[3] : sums[3] + c * peephole[1]);
            return [o * d.Functions.Apply(2, c), c];
        });
    }

    private static Tensor Ordered(Tensor gates)
    {
        var parts = gates.Split(4);
        return Tensor.Concat([parts[0], parts[2], parts[3], parts[1]]);
    }
}
