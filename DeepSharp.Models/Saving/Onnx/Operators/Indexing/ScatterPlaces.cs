namespace DeepSharp.Onnx;

/// <summary>What operators that read or write at named places share.</summary>
internal static class ScatterPlaces
{
    /// <summary>Indices counted from the front of an axis.</summary>
    public static Tensor FromFront(Tensor indices, int length) => Tensor.Where(indices < 0, indices + length, indices);

    /// <summary>Coordinates counted from the front of each axis.</summary>
    public static Tensor FromFront(Tensor coordinates, Shape shape)
    {
        var lengths = Tensor.From<long>([.. shape.Dims[..coordinates.Shape[^1]].ToArray().Select(n => (long)n)],
            OnnxDevice.Of(coordinates)).Cast(coordinates.DType);
        return Tensor.Where(coordinates < 0, coordinates + lengths, coordinates);
    }

    /// <summary>The part of data that indices of another shape speak of: as long as they are on every axis but one.</summary>
    public static Tensor Cut(Tensor data, Tensor indices, int axis, OnnxNode node)
    {
        if (indices.Rank != data.Rank) throw node.Invalid($"its indices {indices.Shape} and its data {data.Shape} differ in their number of axes");
        for (int i = 0; i < data.Rank; i++)
            if (i != axis && indices.Shape[i] != data.Shape[i]) data = data.Slice(i, ..indices.Shape[i]);
        return data;
    }

    /// <summary>How values that arrive at one place are joined.</summary>
    public static string Reduction(OnnxNode node) => node.Choice("reduction", "none", "none", "add", "mul", "max", "min");

    /// <summary>Rows of data [places, row], where updates [n, row] arrive at places [n].</summary>
    public static Tensor Write(Tensor data, Tensor places, Tensor updates, string reduction)
    {
        int count = data.Shape[0];
        return reduction switch
        {
            "add" => data + updates.SegmentSum(places, count),
            "mul" => data * updates.SegmentProd(places, count),
            "max" => Tensor.Maximum(data, updates.SegmentMax(places, count)),
            "min" => Tensor.Minimum(data, updates.SegmentMin(places, count)),
            _ => new ScatterUpdateOp().Apply(data, places, updates),
        };
    }
}
