using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x where x &gt; 0, else slope · x.</summary>
/// <param name="Slope">What negative numbers are multiplied by.</param>
public readonly record struct LeakyReluFn(double Slope) : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Select(V.Less(V.Of(0), x), x, V.Of(Slope) * x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x > 0, dy, dy * Slope);
}

public sealed partial class Tensor
{
    /// <summary>Element by element x where x &gt; 0, else slope · x.</summary>
    /// <param name="slope">What negative numbers are multiplied by.</param>
    public Tensor LeakyRelu(double slope = 0.2) => Map(new LeakyReluFn(slope));
}
