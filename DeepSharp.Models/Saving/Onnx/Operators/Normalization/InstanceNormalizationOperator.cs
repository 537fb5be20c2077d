namespace DeepSharp.Onnx;

/// <summary>Each channel of each element of the batch normalized over its places, then γ and β.</summary>
internal sealed class InstanceNormalizationOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        if (x[0].Rank < 3) throw new ShapeMismatchException($"[InstanceNormalization] expects data [batch, channels, spatial..] but got {x[0].Shape}.");
        return [OnnxValue.ChannelsLast(x[0].Last.GroupNorm(x[0].Shape[1], x.Tensor(1), x.Tensor(2), -1, node.Float("epsilon", 1e-5)))];
    }
}

/// <summary>Groups of channels normalized together, then γ and β: for each group up to opset 20, for each channel from 21 on.</summary>
internal sealed class GroupNormalizationOperator : OnnxOperator
{
    public override int Since => 18;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        if (x[0].Rank < 3) throw new ShapeMismatchException($"[GroupNormalization] expects data [batch, channels, spatial..] but got {x[0].Shape}.");
        var (gamma, beta, groups, channels) = (x.Tensor(1), x.Tensor(2), node.Int("num_groups"), x[0].Shape[1]);
        if (groups < 1 || channels % groups != 0) throw node.Invalid($"{groups} groups do not divide the {channels} channels of {x[0].Shape}");
        if (node.Opset < 21) (gamma, beta) = (gamma.Repeat(channels / groups, 0), beta.Repeat(channels / groups, 0));
        return [OnnxValue.ChannelsLast(x[0].Last.GroupNorm(groups, gamma, beta, -1, node.Float("epsilon", 1e-5)))];
    }
}
