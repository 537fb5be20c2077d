namespace DeepSharp.Onnx;

/// <summary>Axes enlarged by scales, as <see cref="ResizeOperator"/> up to opset 10 did; no operator of its own from then on.</summary>
internal sealed class UpsampleOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => input > 0;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        if (node.Opset > 9) throw node.Invalid($"there is no Upsample in opset {node.Opset}; use Resize");
        double[] scales = node.Floats("scales") ?? x.Doubles(1);
        string mode = node.Choice("mode", "nearest", "nearest", "linear");
        var y = x[0].Plain;
        if (scales.Length != y.Rank || !Array.TrueForAll(scales, s => s >= 1))
            throw node.Invalid($"its scales ({string.Join(", ", scales)}) must be {y.Rank} numbers of at least 1");
        for (int axis = 0; axis < scales.Length; axis++)
        {
            int from = y.Shape[axis];
            double length = Math.Floor((float)(from * scales[axis]));
            if (scales[axis] == 1) continue;
            if (from < 1 || length > OnnxShapes.MostMade)
                throw new ShapeMismatchException($"[Upsample] axis {axis} of {y.Shape} cannot be enlarged by {scales[axis]}.");
            var place = new ResizePlace("asymmetric", from, (int)length, scales[axis]);
            y = mode == "linear" ? new ResampleOp(axis, new ResizeTaps(from, place.To, place, false, 0, false, 1)).Apply(y)
                : y.Gather(Tensor.From<int>([.. Enumerable.Range(0, place.To).Select(o => Math.Clamp((int)place.Of(o), 0, from - 1))], OnnxDevice.Of(y)), axis);
        }
        return [y];
    }
}
