namespace DeepSharp.Onnx;

/// <summary>Indicator vectors of a given length: the second of two values where the index points, the first elsewhere; indices below zero count from the
/// end.</summary>
internal sealed class OneHotOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input > 0;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (indices, depth, values) = (x.Tensor(0), x.Int(1), x.Known(2));
        if (depth < 1 || values.Count != 2) throw node.Invalid($"its depth is {depth} and its values are {values.Spec}; expected at least 1 and two values");
        double[] pair = x.Doubles(2);
        var whole = indices.Cast(indices.DType.IsFloating || indices.DType == DType.Int64 ? DType.Int64 : DType.Int32);
        int axis = node.Int("axis", -1);
        if (axis < -indices.Rank - 1 || axis > indices.Rank) throw node.Invalid($"axis {axis} is out of range for indices {indices.Shape}");
        var hit = ScatterPlaces.FromFront(whole, depth).OneHot(depth, axis, DType.Bool);
        var type = values.DType;
        return Tensor.Where(hit, Tensor.Scalar(pair[1], type, OnnxDevice.Of(indices)), Tensor.Scalar(pair[0], type, OnnxDevice.Of(indices)));
    }
}
