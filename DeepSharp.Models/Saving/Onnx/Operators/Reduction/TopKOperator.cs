namespace DeepSharp.Onnx;

/// <summary>The k largest or smallest elements along an axis and their places; of equals the first ones.</summary>
internal sealed class TopKOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => input == 1;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = data.Shape.Axis(node.Int("axis", -1), "TopK"), k = x.Count > 1 ? x.Int(1) : node.Int("k");
        if (k < 0 || k > data.Shape[axis]) throw node.Invalid($"k is {k}, but axis {axis} of {data.Shape} has {data.Shape[axis]} elements");
        bool largest = node.Flag("largest", true);
        int[] order = [.. Enumerable.Range(0, data.Rank)];
        (order[axis], order[^1]) = (order[^1], order[axis]);
        var rows = axis == data.Rank - 1 ? data : data.Transpose(order);
        // The smallest of whole numbers cannot be found by their negatives, which the smallest number has none of.
        var places = rows.ArgSort(-1, descending: largest).Slice(rows.Rank - 1, ..k);
        var values = rows.TakeAlongAxis(places, -1);
        if (axis != data.Rank - 1) (values, places) = (values.Transpose(order), places.Transpose(order));
        return [values, places.Cast(DType.Int64)];
    }
}
