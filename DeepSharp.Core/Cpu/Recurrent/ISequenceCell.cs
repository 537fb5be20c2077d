using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The part of a recurrent cell behind the product of states and kernel.</summary>
internal unsafe interface ISequenceCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gates whose kernels stand side by side.</summary>
    int Gates { get; }

    /// <summary>The states before a step, as rows of <c>units</c> values.</summary>
    T* StatesBefore(in SequenceStep step);

    /// <summary>Makes the new states of a group of units.</summary>
    /// <param name="step">The rows.</param>
    /// <param name="unit">The first unit.</param>
    /// <param name="units">How many there are.</param>
    /// <param name="sums">The products h · U: for each gate the rows, <paramref name="width"/> values apart.</param>
    /// <param name="width">Values of a row.</param>
    void Run<V>(in SequenceStep step, int unit, int units, T* sums, int width) where V : struct, ILane<V, T>;
}
