namespace DeepSharp.Onnx;

/// <summary>Each element divided by (bias + alpha / size · Σ x²) to the power of beta over its neighbouring channels.</summary>
internal sealed class LRNOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        int size = node.Int("size");
        double alpha = node.Float("alpha", 1e-4), beta = node.Float("beta", 0.75), bias = node.Float("bias", 1);
        if (x[0].Rank < 3 || size < 1)
            throw node.Invalid($"it looks at {size} channels of {x[0].Shape}; expected at least 1, and data [batch, channels, spatial..]");
        var data = x[0].Last;
        if (size % 2 == 1) return [OnnxValue.ChannelsLast(data.LocalResponseNorm(size / 2, bias, alpha / size, beta))];
        if (size > 4096) throw node.Invalid($"it looks at {size} channels, an even number of them that is too large");
        // Of an even number of neighbours one more stands behind than before.
        int channels = data.Shape[^1];
        var padded = data.Square().Pad([.. Enumerable.Repeat(default(AxisPadding), data.Rank - 1), ((size - 1) / 2, size / 2)]);
        var sum = Enumerable.Range(0, size).Select(i => padded.Slice(data.Rank - 1, i..(i + channels))).Aggregate((a, b) => a + b);
        return [OnnxValue.ChannelsLast(data / (sum * (alpha / size) + bias).Pow(beta))];
    }
}
