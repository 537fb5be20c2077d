namespace DeepSharp.Onnx;

/// <summary>The positions of an axis that indices name; those below zero count from the end.</summary>
internal sealed class GatherOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x) =>
        x.Tensor(0).Gather(x.Tensor(1), node.Int("axis", 0));
}

/// <summary>One element for each index, along an axis; the other axes of indices may be shorter than the data's.</summary>
internal sealed class GatherElementsOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (data, indices) = (x.Tensor(0), x.Tensor(1));
        int axis = data.Shape.Axis(node.Int("axis", 0), "GatherElements");
        data = ScatterPlaces.Cut(data, indices, axis, node);
        return data.TakeAlongAxis(ScatterPlaces.FromFront(indices, data.Shape[axis]), axis);
    }
}

/// <summary>The parts of the data that rows of coordinates name, for each element of the batch.</summary>
internal sealed class GatherNDOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (data, indices, batch) = (x.Tensor(0), x.Tensor(1), node.Int("batch_dims", 0));
        if (batch < 0 || batch >= Math.Min(data.Rank, indices.Rank) || !data.Shape[..batch].Matches(indices.Shape[..batch]))
            throw node.Invalid($"{batch} batch axes do not fit data {data.Shape} and indices {indices.Shape}");
        if (indices.Rank == 0 || indices.Shape[^1] + batch > data.Rank)
            throw new ShapeMismatchException($"[GatherND] coordinates {indices.Shape} do not fit data {data.Shape}.");
        // Coordinates of the batch go in front of the given ones.
        for (int axis = batch - 1; axis >= 0; axis--)
        {
            var place = OnnxShapes.Places(data.Shape[axis], indices.DType, indices)
                .Reshape([.. Enumerable.Range(0, indices.Rank).Select(i => i == axis ? data.Shape[axis] : 1)]);
            indices = Tensor.Concat([place.BroadcastTo([.. indices.Shape.Dims[..^1], 1]), indices], -1);
        }
        return data.GatherNd(ScatterPlaces.FromFront(indices, data.Shape));
    }
}
