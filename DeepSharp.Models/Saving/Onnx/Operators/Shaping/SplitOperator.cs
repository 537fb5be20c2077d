namespace DeepSharp.Onnx;

/// <summary>Pieces of an axis: of given sizes, or as many equal ones as there are outputs, of which the last may be smaller.</summary>
internal sealed class SplitOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => input == 1;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = data.Shape.Axis(node.Int("axis", 0), "Split"), length = data.Shape[axis];
        return [.. data.Split(x.Ints("split", 1) ?? Equal(node, length), axis).Select(p => (OnnxValue)p)];
    }

    private static int[] Equal(OnnxNode node, int length)
    {
        int count = node.Int("num_outputs", node.Outputs.Length);
        if (count < 1 || count != node.Outputs.Length) throw node.Invalid($"it is to give {count} pieces but names {node.Outputs.Length} outputs");
        int size = (length + count - 1) / count;
        return [.. Enumerable.Range(0, count).Select(i => Math.Clamp(length - i * size, 0, size))];
    }
}
