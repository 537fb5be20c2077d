namespace DeepSharp.Onnx;

/// <summary>The coordinates of the elements that are not zero, [axes, count]: known only where the input is.</summary>
internal sealed class NonZeroOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => true;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var data = x.Known(0);
        double[] values = x.Doubles(0);
        int[] hits = [.. Enumerable.Range(0, values.Length).Where(i => values[i] != 0)];
        var places = new long[data.Rank * hits.Length];
        long stride = 1;
        for (int axis = data.Rank - 1; axis >= 0; stride *= data.Shape[axis--])
            for (int i = 0; i < hits.Length; i++) places[axis * hits.Length + i] = hits[i] / stride % data.Shape[axis];
        return [Tensor.From<long>(places, [data.Rank, hits.Length], Device.Cpu)];
    }
}
