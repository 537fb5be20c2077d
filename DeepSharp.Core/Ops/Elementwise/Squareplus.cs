using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = (x + √(x² + b)) / 2, computed without cancellation for negative x.</summary>
/// <param name="B">How wide the bend around zero is.</param>
public readonly record struct SquareplusFn(double B) : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        // For negative x the conjugate form b / (2 (|x| + root)) adds where the plain one would subtract nearly equal numbers.
        var sum = V.Abs(x) + V.Sqrt(V.FusedMultiplyAdd(x, x, V.Of(B)));
        return V.Select(V.Less(x, V.Of(0)), V.Of(B) / (sum + sum), sum * V.Of(0.5));
    }

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * y / (x.Square() + B).Sqrt();
}

public sealed partial class Tensor
{
    /// <summary>Element by element (x + √(x² + b)) / 2.</summary>
    /// <param name="b">How wide the bend around zero is; above zero.</param>
    /// <exception cref="InvalidValueException">b is not above zero.</exception>
    public Tensor Squareplus(double b = 4) =>
        b > 0 ? Map(new SquareplusFn(b)) : throw new InvalidValueException($"[squareplus] b must be above zero but is {b}. Use Relu for that limit.");
}
