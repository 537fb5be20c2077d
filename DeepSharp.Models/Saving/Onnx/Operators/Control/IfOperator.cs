namespace DeepSharp.Onnx;

/// <summary>One of two graphs, by a condition that must be known before the graph runs.</summary>
internal sealed class IfOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => true;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) =>
        OnnxRun.Current.Inner(node.Graph(x.Number(0) != 0 ? "then_branch" : "else_branch"), []);
}
