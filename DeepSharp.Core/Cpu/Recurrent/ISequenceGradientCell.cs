using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The part of a recurrent cell's gradient before the product with the transposed kernel.</summary>
internal unsafe interface ISequenceGradientCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gates whose kernels stand side by side.</summary>
    int Gates { get; }

    /// <summary>How many matrices side by side make the product's left factor.</summary>
    int Factors { get; }

    /// <summary>A part of the product's left factor at a step.</summary>
    SequenceFactor<T> Factor(int number, in SequenceStep step);

    /// <summary>Makes the gradients of the sums for the gates.</summary>
    /// <param name="step">The rows.</param>
    /// <param name="dh">
    /// The gradient of the state after the step as far as it comes from later steps, rows of <paramref name="stride"/> values; on return what
    /// reaches the state before the step without the product.
    /// </param>
    /// <param name="stride">Distance between its rows.</param>
    void Run<V>(in SequenceStep step, T* dh, int stride) where V : struct, ILane<V, T>;
}

/// <summary>Some columns of a product's left factor.</summary>
/// <param name="data">The first row.</param>
/// <param name="stride">Distance between rows.</param>
/// <param name="columns">How many columns there are.</param>
internal readonly unsafe struct SequenceFactor<T>(T* data, long stride, int columns) where T : unmanaged
{
    public T* Data { get; } = data;

    public long Stride { get; } = stride;

    public int Columns { get; } = columns;
}
