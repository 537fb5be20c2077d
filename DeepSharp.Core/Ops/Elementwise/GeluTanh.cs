using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))): gelu without the error function.</summary>
public readonly record struct GeluTanhFn : IUnaryFn
{
    private const double Cubic = 0.044715;

    /// <summary>√(2/π).</summary>
    private const double Root = 0.79788456080286536;

    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => x * V.Of(0.5) * (V.Of(1) + V.Tanh(V.Of(Root) * (x + V.Of(Cubic) * x * x * x)));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy)
    {
        var square = x.Square();
        var tanh = ((x + x * square * Cubic) * Root).Tanh();
        return dy * ((tanh + 1) * 0.5 + x * 0.5 * (1 - tanh.Square()) * (square * (3 * Cubic) + 1) * Root);
    }
}
