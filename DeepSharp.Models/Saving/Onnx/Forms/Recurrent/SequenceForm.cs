namespace DeepSharp.Onnx;

/// <summary>What the forms of LSTM and GRU share: ONNX's operators project the inputs themselves, here that is done before.</summary>
internal static class SequenceForm
{
    /// <summary>Takes a projection back.</summary>
    /// <param name="projected">The sums of the inputs for the gates, [time, batch, gates · units].</param>
    /// <returns>The inputs, the kernel they are multiplied by, and the bias; the projected inputs themselves and the identity where there is none.</returns>
    public static (ExportValue X, Tensor Kernel, Tensor? Bias) Unprojected(ExportValue projected)
    {
        // Time and batch may be one axis for the product.
        var flat = projected.Maker is { } joined && joined.Ops[0] is ReshapeOp && joined.Inputs[0].Rank == 2
            && projected.Rank == 3 && joined.Inputs[0].Shape[^1] == projected.Shape[^1]
            ? joined.Inputs[0] : projected;
        var (product, bias) = (flat, (Tensor?)null);
        if (flat.Maker is { } sum && sum.Ops[0] is BinaryOp<AddFn>)
        {
            int at = Array.FindIndex(sum.Inputs, v => v.IsStatic);
            if (at >= 0 && sum.Inputs[at].Shape == [flat.Shape[^1]]) (product, bias) = (sum.Inputs[1 - at], sum.Inputs[at].Static);
        }
        if (product.Maker is { } maker && maker.Ops[0] is MatMulOp { TransposeA: false } matmul
            && maker.Inputs[1] is { IsStatic: true, Rank: 2 } kernel && Steps(maker.Inputs[0], projected) is { } x)
            return (x, matmul.TransposeB ? kernel.Static.Transpose() : kernel.Static, bias);
        return (projected, Tensor.Eye(projected.Shape[^1], projected.DType, Device.Cpu), null);
    }

    /// <summary>The sequences [time, batch, features] that a product was made of, also where time and batch were put together for it.</summary>
    private static ExportValue? Steps(ExportValue x, ExportValue projected)
    {
        if (x.Rank == 2 && x.Maker is { } joined && joined.Ops[0] is ReshapeOp && joined.Inputs[0].Shape[^1] == x.Shape[^1]) x = joined.Inputs[0];
        return x.Rank == 3 && x.Specs.Zip(projected.Specs).All(p => p.First.Shape[..2] == p.Second.Shape[..2]) ? x : null;
    }

    /// <summary>Gates along the last axis in another order, in front, with an axis for the direction: [.., gates · units] as [1, gates · units, ..].</summary>
    public static Tensor Gates(Tensor x, int[] order)
    {
        var parts = x.Split(order.Length, -1);
        var gates = Tensor.Concat([.. order.Select(i => parts[i])], -1);
        return (x.Rank == 2 ? gates.Transpose() : gates).ExpandDims(0);
    }

    /// <summary>A matrix of gates in this form: stored where it is known, else made by nodes.</summary>
    public static string Gates(ExportValue x, int[] order, string name, OnnxWriter w)
    {
        if (x.IsStatic) return w.Initializer(name, Gates(x.Static, order));
        string[] parts = w.Nodes("Split", order.Length, [w.Plain(x)], ("axis", -1));
        string gates = w.Node("Concat", [.. order.Select(i => parts[i])], ("axis", -1));
        return w.Node("Unsqueeze", [x.Rank == 2 ? w.Transpose(gates, [1, 0]) : gates, w.Row([0])]);
    }

    /// <summary>A first state [batch, units] with an axis for the direction; left out where it is zero.</summary>
    public static string First(ExportValue state, OnnxWriter w) => state.Uniform == 0 ? "" : w.Node("Unsqueeze", [w.Plain(state), w.Row([0])]);

    /// <summary>The attributes of a direction.</summary>
    public static (string, object)[] Attributes(int units, bool reverse) => [("hidden_size", units), ("direction", reverse ? "reverse" : "forward")];
}
