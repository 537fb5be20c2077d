using DeepSharp.TensorBoardFormat;

namespace DeepSharp;

/// <summary>Shows weights as images: a bias as a line, a matrix lying on its longer side, a kernel as one image for each filter.</summary>
internal static class WeightImages
{
    /// <summary>The images of a weight, scaled from its smallest to its largest element; null where its shape shows nothing, as with 3-D kernels.</summary>
    public static Summary.Types.Value? Of(string tag, Tensor weight)
    {
        var x = weight.Reshape(new Shape([.. weight.Shape.Where(d => d > 1)]));
        x = x.Rank switch
        {
            0 => x.Reshape([1, 1, 1, 1]),
            1 => x.Reshape([1, x.Shape[0], 1, 1]),
            2 => (x.Shape[0] > x.Shape[1] ? x.Transpose() : x).ExpandDims(0).ExpandDims(-1),
            3 => x.Transpose([2, 0, 1]).ExpandDims(-1),
            _ => x,
        };
        if (x.Rank != 4 || x.Shape[3] is not (1 or 3 or 4) || x.Count == 0) return null;
        var (count, height, width, channels) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        var values = x.ToDoubles();
        var (low, high) = (values.Min(), values.Max());
        var pixels = Array.ConvertAll(values, v => high > low ? (byte)Math.Round((v - low) / (high - low) * 255) : (byte)128);
        int size = height * width * channels;
        return Summaries.Images(tag, width, height, Enumerable.Range(0, count).Select(i =>
            PngImage.Encode(pixels.AsSpan(i * size, size), width, height, channels)));
    }
}
