namespace DeepSharp.Onnx;

/// <summary>The mean of each window over the elements that lie inside, or with <c>count_include_pad</c> over its padding too.</summary>
internal sealed class AveragePoolOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var window = new OnnxWindow(node, x[0].Shape);
        var (data, reached) = (x[0].Last, window.Reached(x[0].Shape));
        if (node.Flag("count_include_pad"))
        {
            // Padding counts, but not what a last window sees beyond it.
            data = Pools.Padded(data, window.Pads, 0);
            for (int i = 0; i < reached.Length; i++) reached[i] = (0, Math.Max(0, reached[i].After - window.Pads[i].After));
        }
        if (Pools.IsPlain(window, reached))
            return [OnnxValue.ChannelsLast(new AveragePoolOp(new(window.Taps), new(window.Strides), new(Padding.Valid, new(reached))).Apply(data))];
        Pools.RequireFewTaps(node, window);
        var outputs = Pools.Outputs(window, x[0].Shape);
        Tensor Sum(Tensor t) => Pools.Taps(Pools.Padded(t, reached, 0), window, outputs).Aggregate((a, b) => a + b);
        var inside = Tensor.Ones(data.Shape.With(0, 1).With(-1, 1), data.DType, OnnxDevice.Of(data));
        return [OnnxValue.ChannelsLast(Sum(data) / Sum(inside))];
    }
}
