namespace DeepSharp.Onnx;

/// <summary>Takes away axes of length one: those named, or all of them.</summary>
internal sealed class SqueezeOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x) => x.Tensor(0).Squeeze(x.Ints("axes", 1));
}

/// <summary>Puts in axes of length one at the places they have in the result.</summary>
internal sealed class UnsqueezeOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int[] axes = x.Ints("axes", 1) ?? throw node.Missing("axes");
        int rank = data.Rank + axes.Length;
        if (rank > 32) throw node.Invalid($"it would make {rank} axes of {data.Shape}; at most 32 are read");
        int[] places = [.. axes.Select(a => a < 0 ? a + rank : a).Order()];
        if (places.Length > 0 && (places[0] < 0 || places[^1] >= rank || places.Distinct().Count() < places.Length))
            throw new ShapeMismatchException(
                $"[Unsqueeze] axes [{string.Join(", ", axes)}] do not name different places of the {rank} axes that {data.Shape} gets.");
        foreach (int place in places) data = data.ExpandDims(place);
        return data;
    }
}
