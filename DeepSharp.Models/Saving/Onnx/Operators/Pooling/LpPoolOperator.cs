namespace DeepSharp.Onnx;

/// <summary>The p-norm of each window: (Σ |x|ᵖ)^(1/p).</summary>
internal sealed class LpPoolOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var window = new OnnxWindow(node, x[0].Shape);
        int p = node.Int("p", 2);
        Pools.RequireFewTaps(node, window);
        var padded = Pools.Padded(x[0].Last.Abs().Pow(p), window.Reached(x[0].Shape), 0);
        return [OnnxValue.ChannelsLast(Pools.Taps(padded, window, Pools.Outputs(window, x[0].Shape)).Aggregate((a, b) => a + b).Pow(1.0 / p))];
    }
}
