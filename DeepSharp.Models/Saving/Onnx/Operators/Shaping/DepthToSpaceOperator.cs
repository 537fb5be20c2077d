namespace DeepSharp.Onnx;

/// <summary>Blocks of channels laid out as squares of the image.</summary>
internal sealed class DepthToSpaceOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (data, size) = (x.Tensor(0), node.Int("blocksize"));
        if (data.Rank != 4 || size < 1 || data.Shape[1] % ((long)size * size) != 0)
            throw new ShapeMismatchException(
                $"[DepthToSpace] expects [batch, channels, height, width] with channels that are a multiple of {size}² but got {data.Shape}.");
        var (n, c, h, w) = (data.Shape[0], data.Shape[1] / (size * size), data.Shape[2], data.Shape[3]);
        var parts = node.Choice("mode", "DCR", "DCR", "CRD") == "DCR"
            ? data.Reshape([n, size, size, c, h, w]).Transpose([0, 3, 4, 1, 5, 2])
            : data.Reshape([n, c, size, size, h, w]).Transpose([0, 1, 4, 2, 5, 3]);
        return parts.Reshape([n, c, checked(h * size), checked(w * size)]);
    }
}

/// <summary>Squares of the image laid out as blocks of channels.</summary>
internal sealed class SpaceToDepthOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (data, size) = (x.Tensor(0), node.Int("blocksize"));
        if (data.Rank != 4 || size < 1 || data.Shape[2] % size != 0 || data.Shape[3] % size != 0)
            throw new ShapeMismatchException(
                $"[SpaceToDepth] expects [batch, channels, height, width] with lengths that are multiples of {size} but got {data.Shape}.");
        var (n, c, h, w) = (data.Shape[0], data.Shape[1], data.Shape[2] / size, data.Shape[3] / size);
        return data.Reshape([n, c, h, size, w, size]).Transpose([0, 3, 5, 1, 2, 4]).Reshape([n, checked(c * size * size), h, w]);
    }
}
