namespace DeepSharp.Onnx;

/// <summary>The same elements under another shape: 0 keeps the length of the axis in its place, -1 follows from the others.</summary>
internal sealed class ReshapeOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int[] target = x.Ints("shape", 1) ?? throw node.Invalid("its shape is missing");
        if (target.Length > 32) throw node.Invalid($"it would make {target.Length} axes; at most 32 are read");
        bool keepsZero = node.Flag("allowzero");
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] == 0 && !keepsZero)
                target[i] = i < data.Rank ? data.Shape[i]
                    : throw new ShapeMismatchException($"[Reshape] {data.Shape} has no axis {i} whose length could be kept.");
            if (target[i] < -1)
                throw new ShapeMismatchException(
                    $"[Reshape] {data.Shape} cannot become [{string.Join(", ", target)}]: lengths are zero or more, or one of them -1.");
        }
        return data.Reshape(target);
    }
}
