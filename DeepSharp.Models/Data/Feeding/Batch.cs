namespace DeepSharp;

/// <summary>One batch on its way into a step. The tensors stand until the next batch is asked for.</summary>
internal sealed class Batch(Tensor[] x, Tensor[] y, Tensor[] weights)
{
    public Tensor[] X => x;

    public Tensor[] Y => y;

    public Tensor[] Weights => weights;

    /// <summary>Inputs, targets and weights in one row, as programs take them.</summary>
    public Tensor[] All { get; } = [.. x, .. y, .. weights];

    /// <summary>Number of samples.</summary>
    public int Count => x[0].Length;
}
