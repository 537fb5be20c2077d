namespace DeepSharp.Onnx;

/// <summary>The largest element of each window, and where wanted its place in the data as one row.</summary>
internal sealed class MaxPoolOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var window = new OnnxWindow(node, x[0].Shape);
        var (data, reached, type) = (x[0].Last, window.Reached(x[0].Shape), x[0].DType);
        if (!type.IsFloating) data = data.Cast(DType.Float64);
        bool isPlain = Pools.IsPlain(window, reached);
        var (steps, strides, border) = (new EquatableArray<int>(window.Taps), new EquatableArray<int>(window.Strides),
            new SpatialPadding(Padding.Valid, new(reached)));
        Tensor y;
        if (isPlain) y = new MaxPoolOp(steps, strides, border).Apply(data);
        else
        {
            Pools.RequireFewTaps(node, window);
            y = Pools.Taps(Pools.Padded(data, reached, double.NegativeInfinity), window, Pools.Outputs(window, x[0].Shape)).Aggregate(Tensor.Maximum);
        }
        var result = OnnxValue.ChannelsLast(y.Cast(type));
        if (!node.Wants(1)) return [result];
        if (!isPlain) throw node.Invalid("places are known only for windows without dilations, whose padding is smaller than they are");
        var places = Places(new MaxPoolIndicesOp(steps, strides, border).Apply(data).Cast(DType.Int64), x[0].Shape, node.Flag("storage_order"));
        return [result, OnnxValue.ChannelsLast(places)];
    }

    /// <summary>From places in an image [spatial.., channels] to places in all data [batch, channels, spatial..].</summary>
    private static Tensor Places(Tensor inImage, Shape data, bool isColumnMajor)
    {
        int channels = data[1];
        long image = data[2..].Count;
        var channel = inImage % channels;
        var place = BinaryFunction.Quotient(inImage - channel, inImage.ScalarLike(channels));
        if (isColumnMajor) place = Turned(place, data[2..]);
        var batch = OnnxShapes.Places(data[0], DType.Int64, inImage).Reshape([data[0], .. Enumerable.Repeat(1, data.Rank - 1)]);
        return (batch * channels + channel) * image + place;
    }

    /// <summary>From places counted row by row to places counted column by column.</summary>
    private static Tensor Turned(Tensor place, Shape spatial)
    {
        Tensor? turned = null;
        long stride = spatial.Count;
        for (int i = spatial.Rank - 1; i >= 0; i--)
        {
            var coordinate = place % spatial[i];
            place = BinaryFunction.Quotient(place - coordinate, place.ScalarLike(spatial[i]));
            stride /= spatial[i];
            turned = turned is null ? coordinate * stride : turned + coordinate * stride;
        }
        return turned!;
    }
}
