namespace DeepSharp.Onnx;

/// <summary>The data with parts replaced, or joined by a reduction, at the places that rows of coordinates name.</summary>
internal sealed class ScatterNDOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (data, indices, updates) = (x.Tensor(0), x.Tensor(1), x.Tensor(2));
        if (indices.Rank == 0 || indices.Shape[^1] > data.Rank || updates.Shape != indices.Shape[..^1].Concat(data.Shape[indices.Shape[^1]..]))
            throw node.Invalid($"its indices {indices.Shape} and updates {updates.Shape} do not fit data {data.Shape}");
        int depth = indices.Shape[^1];
        Shape grid = data.Shape[..depth];
        int places = checked((int)grid.Count), row = checked((int)data.Shape[depth..].Count);
        var at = new FlatIndexOp(grid).Apply(ScatterPlaces.FromFront(indices, data.Shape)).Reshape([Dim.Any]);
        return ScatterPlaces.Write(data.Reshape([places, row]), at, updates.Reshape([(int)at.Count, row]), ScatterPlaces.Reduction(node)).Reshape(data.Shape);
    }
}
