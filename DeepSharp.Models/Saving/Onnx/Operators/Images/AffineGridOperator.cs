namespace DeepSharp.Onnx;

/// <summary>The grid that an affine map makes of an image's places: theta · (x, y, 1).</summary>
internal sealed class AffineGridOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var theta = x.Tensor(0);
        var size = OnnxShapes.Lengths(node, x.Ints(1));
        int axes = size.Rank - 2;
        if (axes is not (2 or 3) || theta.Shape != [size[0], axes, axes + 1])
            throw new ShapeMismatchException($"[AffineGrid] maps {theta.Shape} do not fit data of shape {size}.");
        if (size[2..].Count > OnnxShapes.MostMade) throw node.Invalid($"a grid for {size} is too large");
        bool corners = node.Flag("align_corners");
        Tensor Places(int axis)
        {
            int length = size[axis + 2];
            double step = corners ? 2.0 / Math.Max(length - 1, 1) : 2.0 / length, first = corners ? -1 : -1 + 1.0 / length;
            double[] values = [.. Enumerable.Range(0, length).Select(i => length == 1 ? 0 : first + i * step)];
            var row = Tensor.From<double>(values, [.. Enumerable.Range(0, axes).Select(a => a == axis ? length : 1)], OnnxDevice.Of(theta)).Cast(theta.DType);
            return row.BroadcastTo(size[2..]).Reshape([Dim.Any, 1]);
        }
        var places = Tensor.Concat([.. Enumerable.Range(0, axes).Reverse().Select(Places),
            Tensor.Ones([(int)size[2..].Count, 1], theta.DType, OnnxDevice.Of(theta))], -1);
        return places.MatMul(theta, transposeB: true).Reshape([size[0], .. size.Dims[2..], axes]);
    }
}
