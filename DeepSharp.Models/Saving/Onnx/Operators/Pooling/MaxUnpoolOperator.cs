namespace DeepSharp.Onnx;

/// <summary>Zeros with the values that max pooling gave put back in their places.</summary>
internal sealed class MaxUnpoolOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 2;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (values, places) = (x.Tensor(0), x.Tensor(1));
        var window = new OnnxWindow(node, values.Shape);
        Shape tight = [values.Shape[0], values.Shape[1],
            .. window.Taps.Select((k, i) => checked((values.Shape[i + 2] - 1) * window.Strides[i] + k - window.Pads[i].Before - window.Pads[i].After))];
        var shape = x.Optional(2) is null ? tight : OnnxShapes.Lengths(node, x.Ints(2));
        if (shape.Rank != values.Rank || places.Shape != values.Shape)
            throw node.Invalid($"its places {places.Shape} and output shape {shape} do not fit values {values.Shape}");
        var at = places.Cast(DType.Int64);
        // Places are those of the tight shape: a larger output keeps their coordinates.
        if (shape != tight) at = Moved(at, tight, shape);
        return new ScatterAddOp(0, checked((int)shape.Count)).Apply(at.Reshape([Dim.Any]), values.Reshape([Dim.Any])).Reshape(shape);
    }

    private static Tensor Moved(Tensor place, Shape from, Shape to)
    {
        Tensor? moved = null;
        long stride = 1;
        for (int i = from.Rank - 1; i >= 0; stride *= to[i--])
        {
            var coordinate = place % Math.Max(from[i], 1);
            place = BinaryFunction.Quotient(place - coordinate, place.ScalarLike(Math.Max(from[i], 1)));
            moved = moved is null ? coordinate * stride : moved + coordinate * stride;
        }
        return moved!;
    }
}
