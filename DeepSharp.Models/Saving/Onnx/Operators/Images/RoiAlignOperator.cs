namespace DeepSharp.Onnx;

/// <summary>Regions of images brought to one size: each output is the mean, or the maximum, of samples between pixels.</summary>
internal sealed class RoiAlignOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var (data, regions, images) = (x[0].Last, x.Tensor(1), x.Tensor(2));
        int height = node.Int("output_height", 1), width = node.Int("output_width", 1), samples = node.Int("sampling_ratio", 0);
        if (data.Rank != 4 || regions.Rank != 2 || regions.Shape[1] != 4 || images.Shape != [regions.Shape[0]])
            throw new ShapeMismatchException(
                $"[RoiAlign] expects images with two spatial axes, regions [n, 4] and the image of "
                    + $"each [n] but got {x[0].Shape}, {regions.Shape} and {images.Shape}.");
        if (height < 1 || width < 1 || samples < 1 || (long)Math.Max(height, width) * samples > 1 << 16)
            throw node.Invalid(
                $"it makes {height} by {width} with {samples} samples; expected at least 1 of each, "
                    + $"and a sampling_ratio that is not left to the regions' sizes");
        double scale = node.Float("spatial_scale", 1);
        // Up to opset 15 regions were not moved by half a pixel.
        string usual = node.Opset < 16 ? "output_half_pixel" : "half_pixel";
        bool half = node.Choice("coordinate_transformation_mode", usual, "half_pixel", "output_half_pixel") == "half_pixel";
        int count = regions.Shape[0];
        var edges = regions * scale - (half ? 0.5 : 0);
        Tensor Edge(int i) => edges.Slice(1, i..(i + 1));
        Tensor Samples(Tensor first, Tensor last, int parts)
        {
            var extent = last - first;
            if (!half) extent = extent.Maximum(1);
            double[] at = [.. Enumerable.Range(0, parts * samples).Select(i => (i + 0.5) / (parts * samples))];
            return first + extent * Tensor.From<double>(at, [1, at.Length], OnnxDevice.Of(regions)).Cast(regions.DType);
        }
        var (rows, columns) = (Samples(Edge(1), Edge(3), height), Samples(Edge(0), Edge(2), width));
        var picked = data.Gather(images.Cast(DType.Int64));
        Shape grid = [count, height * samples, width * samples];
        var taps = new[] { Taps(rows.ExpandDims(2).BroadcastTo(grid), data.Shape[1]), Taps(columns.ExpandDims(1).BroadcastTo(grid), data.Shape[2]) };
        Shape cut = [count, height, samples, width, samples, data.Shape[3]];
        if (node.Choice("mode", "avg", "avg", "max") == "avg") return [OnnxValue.ChannelsLast(Sampling.Mix(picked, taps).Reshape(cut).Mean([2, 4]))];
        // The maximum is that of the weighted neighbours themselves.
        var parts = taps[0].SelectMany(a => taps[1].Select(b => Sampling.Mix(picked, [[a], [b]]).Reshape(cut).Max([2, 4])));
        return [OnnxValue.ChannelsLast(parts.Aggregate(Tensor.Maximum))];
    }

    /// <summary>The two neighbours of a place; places more than one element outside read as zero, others as the last element.</summary>
    private static (Tensor, Tensor)[] Taps(Tensor at, int length)
    {
        var inside = (at >= -1).Cast(at.DType) * (at <= length).Cast(at.DType);
        var held = at.Clip(0, Math.Max(length - 1, 0));
        var low = held.Floor();
        var t = held - low;
        return [(low.Cast(DType.Int64), (1 - t) * inside), ((low + 1).Minimum(length - 1).Cast(DType.Int64), t * inside)];
    }
}
