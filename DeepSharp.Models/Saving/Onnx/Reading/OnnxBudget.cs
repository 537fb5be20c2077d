namespace DeepSharp.Onnx;

/// <summary>How much a run of a graph may take, so that a small file fills neither the memory nor the day: bytes of constants, and nodes run in
/// loops.</summary>
internal sealed class OnnxBudget
{
    private const long MostBytes = 1L << 30;

    private const int MostNodes = 1 << 18;

    private long _bytes = MostBytes;
    private int _nodes = MostNodes;

    /// <summary>Takes what a result needs.</summary>
    /// <exception cref="InvalidValueException">There is not that much left.</exception>
    public void Take(OnnxNode node, TensorSpec spec)
    {
        double bytes = spec.DType.Size;
        foreach (int d in spec.Shape.Dims) bytes *= Math.Max(d, 0);
        if (bytes > _bytes) throw node.Invalid($"it makes {spec} of constants; all constants together may take {MostBytes} bytes");
        _bytes -= (long)bytes;
    }

    /// <summary>Counts a node that is run.</summary>
    /// <exception cref="InvalidValueException">There have been too many.</exception>
    public void Count(OnnxNode node)
    {
        if (--_nodes < 0) throw node.Invalid($"more than {MostNodes} nodes would be run, those in loops counted at each turn");
    }
}
