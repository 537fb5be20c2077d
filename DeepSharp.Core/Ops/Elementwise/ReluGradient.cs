using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = a where b &gt; 0, else 0: the gradient of relu in one pass.</summary>
public readonly record struct ReluGradientFn : IBinaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.Select(V.Less(V.Of(0), b), a, V.Of(0));

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? Tensor.Zip(dy, b, default(ReluGradientFn)) : null, null);
}
