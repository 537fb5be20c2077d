namespace DeepSharp.Onnx;

/// <summary>Pairs of features turned by angles that grow with the position; the pairs are halves of the features, or neighbours where interleaved.</summary>
/// <remarks>Inputs: X [batch, heads, steps, size] or [batch, steps, heads · size], the cosines and sines of all positions, and perhaps the positions of
/// the steps.</remarks>
internal sealed class RotaryEmbeddingOperator : OnnxFunction
{
    public override int Since => 23;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        bool isFlat = data.Rank == 3;
        if (isFlat)
        {
            int heads = node.Int("num_heads");
            if (heads < 1 || data.Shape[2] % heads != 0) throw node.Invalid($"{heads} heads do not divide {data.Shape}");
            data = data.Reshape([data.Shape[0], data.Shape[1], heads, data.Shape[2] / heads]);
        }
        else if (data.Rank == 4) data = data.Transpose([0, 2, 1, 3]);
        else throw new ShapeMismatchException($"[RotaryEmbedding] expects three or four axes but got {data.Shape}.");
        int size = data.Shape[3], turned = node.Int("rotary_embedding_dim", 0) is var d && d == 0 ? size : d;
        if (turned < 0 || turned > size || turned % 2 != 0) throw node.Invalid($"it turns {turned} features of {size}; expected an even number of them");
        Tensor Angles(int input)
        {
            var table = x.OptionalTensor(3) is { } positions ? x.Tensor(input).Gather(positions.Cast(DType.Int64)) : x.Tensor(input);
            return table.Slice(table.Rank - 1, ..(turned / 2)).ExpandDims(2);
        }
        var (cos, sin) = (Angles(1), Angles(2));
        bool isInterleaved = node.Flag("interleaved");
        var pairs = data.Slice(3, ..turned);
        var (a, b) = isInterleaved ? (pairs.Slice(3, .., 2), pairs.Slice(3, 1.., 2)) : (pairs.Slice(3, ..(turned / 2)), pairs.Slice(3, (turned / 2)..));
        Tensor[] both = [a * cos - b * sin, a * sin + b * cos];
        var y = isInterleaved ? Tensor.Stack(both, -1).Reshape(pairs.Shape) : Tensor.Concat(both, -1);
        if (turned < size) y = Tensor.Concat([y, data.Slice(3, turned..)], -1);
        return isFlat ? y.Reshape(x[0].Shape) : y.Transpose([0, 2, 1, 3]);
    }
}
