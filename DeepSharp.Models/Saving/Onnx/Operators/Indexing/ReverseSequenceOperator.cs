namespace DeepSharp.Onnx;

/// <summary>The first steps of each sequence turned round, as many as its length says.</summary>
internal sealed class ReverseSequenceOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (data, lengths) = (x.Tensor(0), x.Tensor(1));
        int time = node.Int("time_axis", 0), batch = node.Int("batch_axis", 1);
        if (data.Rank < 2 || time + batch != 1 || time < 0 || batch < 0 || lengths.Rank != 1)
            throw node.Invalid($"its time axis {time} and batch axis {batch} must be 0 and 1 or 1 and 0, of {data.Shape}");
        return Turned(data, lengths, time);
    }

    /// <summary>The first steps of each sequence turned round.</summary>
    /// <param name="data">The sequences, time and batch being the first two axes.</param>
    /// <param name="lengths">The length of each sequence.</param>
    /// <param name="time">Which of the two is the time.</param>
    public static Tensor Turned(Tensor data, Tensor lengths, int time)
    {
        var step = OnnxShapes.Places(data.Shape[time], DType.Int64, data).ExpandDims(1 - time);
        var ends = lengths.Cast(DType.Int64).ExpandDims(time);
        var place = Tensor.Where(step < ends, ends - 1 - step, step);
        while (place.Rank < data.Rank) place = place.ExpandDims(-1);
        return data.TakeAlongAxis(place, time);
    }
}
