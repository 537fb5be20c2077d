using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = scale · a where b &gt; 0, else 0: the gradient of relu and of the dropout behind it, whose result b is positive just where both let
/// the number through.</summary>
/// <param name="Scale">What dropout multiplies by.</param>
internal readonly record struct DroppedReluGradientFn(double Scale) : IBinaryFn
{
    public static FnDomain Domain => FnDomain.Floating;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.Select(V.Less(V.Of(0), b), a * V.Of(Scale), V.Of(0));

    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) => (s.Needs(0) ? Tensor.Zip(dy, b, this) : null, null);
}
