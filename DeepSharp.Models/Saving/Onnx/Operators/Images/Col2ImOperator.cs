namespace DeepSharp.Onnx;

/// <summary>Images from the blocks that a window saw: what overlaps is added up.</summary>
internal sealed class Col2ImOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input > 0;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        var (image, block) = (OnnxShapes.Lengths(node, x.Ints(1)), OnnxShapes.Lengths(node, x.Ints(2)));
        int axes = image.Rank;
        if (data.Rank != 3 || block.Rank != axes || block.Count < 1 || data.Shape[1] % block.Count != 0)
            throw new ShapeMismatchException(
                $"[Col2Im] blocks {block} and images {image} do not fit data {data.Shape}, which is [batch, channels · block, blocks].");
        var window = new OnnxWindow(node, [1, 1, .. image.Dims], block.Dims);
        int[] places = [.. Enumerable.Range(0, axes).Select(i => window.Windows(i, image[i]))];
        long count = places.Aggregate(1L, (n, p) => n * p), taps = block.Count;
        if (count != data.Shape[2]) throw new ShapeMismatchException($"[Col2Im] {image} has {count} blocks, but the data {data.Shape} has {data.Shape[2]}.");

        if (taps * count > OnnxShapes.MostMade) throw node.Invalid($"{count} blocks of {taps} are too many");
        // Where each tap of each block lies in the image; those in the border go to a place behind it.
        var at = new int[checked((int)(taps * count))];
        for (int i = 0; i < at.Length; i++)
        {
            long tap = i / count, place = i % count, flat = 0, stride = 1;
            bool isInside = true;
            for (int axis = axes - 1; axis >= 0; stride *= image[axis--])
            {
                long c = place % places[axis] * window.Strides[axis] + tap % block[axis] * window.Dilations[axis] - window.Pads[axis].Before;
                (place, tap) = (place / places[axis], tap / block[axis]);
                isInside &= c >= 0 && c < image[axis];
                flat += c * stride;
            }
            at[i] = isInside ? (int)flat : (int)image.Count;
        }
        int channels = data.Shape[1] / (int)taps, size = checked((int)image.Count);
        var rows = data.Reshape([data.Shape[0], channels, at.Length]);
        var sums = new ScatterAddOp(2, size + 1).Apply(Tensor.From<int>(at, OnnxDevice.Of(data)), rows);
        return sums.Slice(2, ..size).Reshape([data.Shape[0], channels, .. image.Dims]);
    }
}
