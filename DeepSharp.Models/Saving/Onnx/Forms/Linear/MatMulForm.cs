namespace DeepSharp.Onnx;

/// <summary>The matrix product. Matrices that are to be turned are stored turned where they are known.</summary>
internal sealed class MatMulForm : OnnxForm<MatMulOp>
{
    protected override void Write(MatMulOp op, ExportNode node, OnnxWriter w) => w.Set(node.Outputs[0],
        w.Node("MatMul", [Operand(node.Inputs[0], op.TransposeA, w), Operand(node.Inputs[1], op.TransposeB, w)]));

    private static string Operand(ExportValue x, bool turned, OnnxWriter w) =>
        turned ? w.Permuted(x, [.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2]) : w.Plain(x);
}

/// <summary>Einstein summations.</summary>
internal sealed class EinsumForm : OnnxForm<EinsumOp>
{
    protected override void Write(EinsumOp op, ExportNode node, OnnxWriter w) =>
        w.Set(node.Outputs[0], w.Node("Einsum", Array.ConvertAll(node.Inputs, w.Plain), ("equation", op.Equation)));
}
