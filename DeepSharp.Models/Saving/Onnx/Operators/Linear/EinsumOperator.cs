namespace DeepSharp.Onnx;

/// <summary>An Einstein summation.</summary>
internal sealed class EinsumOperator : OnnxFunction
{
    public override bool MayOverflow => true;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x) =>
        Tensor.Einsum(node.Text("equation", "").Replace(" ", ""), [.. x.All.Select(v => v.Plain)]);
}
