namespace DeepSharp.Onnx;

/// <summary>The data with elements replaced, or joined by a reduction, at the places that indices name along an axis.</summary>
internal sealed class ScatterElementsOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (data, indices, updates) = (x.Tensor(0), x.Tensor(1), x.Tensor(2));
        int axis = data.Shape.Axis(node.Int("axis", 0), node.OpType);
        if (indices.Shape != updates.Shape || indices.Rank != data.Rank)
            throw node.Invalid($"its indices {indices.Shape} and updates {updates.Shape} must be of one shape, with as many axes as the data {data.Shape}");
        // The place of each update in the data as one row.
        var place = ScatterPlaces.FromFront(indices, data.Shape[axis]).Cast(DType.Int64);
        Tensor? flat = null;
        long stride = 1;
        for (int i = data.Rank - 1; i >= 0; stride *= data.Shape[i--])
        {
            var coordinate = i == axis ? place : OnnxShapes.Places(indices.Shape[i], DType.Int64, data)
                .Reshape([.. Enumerable.Range(0, data.Rank).Select(a => a == i ? indices.Shape[i] : 1)]);
            flat = flat is null ? coordinate * stride : flat + coordinate * stride;
        }
        var rows = flat!.BroadcastTo(indices.Shape).Reshape([Dim.Any]);
        return ScatterPlaces.Write(data.Reshape([Dim.Any]), rows, updates.Reshape([Dim.Any]), ScatterPlaces.Reduction(node)).Reshape(data.Shape);
    }
}
