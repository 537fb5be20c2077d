namespace DeepSharp.Onnx;

/// <summary>Running sums along the axis that the second input names.</summary>
internal sealed class CumSumOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    public override bool MayOverflow => true;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x) => x.Tensor(0).CumSum(x.Int(1), node.Flag("reverse"), node.Flag("exclusive"));
}
