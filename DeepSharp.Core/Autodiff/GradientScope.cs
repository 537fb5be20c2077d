namespace DeepSharp;

/// <summary>What a gradient rule sees: inputs, outputs, and the gradients that arrived at the outputs.</summary>
public sealed class GradientScope
{
    private readonly bool[] _needs;

    internal GradientScope(Tensor[] x, Tensor[] y, Tensor?[] dy, bool[] needs) => (Xs, Ys, Dys, _needs) = (x, y, dy, needs);

    /// <summary>The inputs.</summary>
    public IReadOnlyList<Tensor> Xs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<Tensor> Ys { get; }

    /// <summary>The gradient of the target with respect to each output; null where the target does not depend on it.</summary>
    public IReadOnlyList<Tensor?> Dys { get; }

    /// <summary>The first input.</summary>
    public Tensor X => Xs[0];

    /// <summary>The first output.</summary>
    public Tensor Y => Ys[0];

    /// <summary>The gradient with respect to the first output (zeros where the target does not depend on it).</summary>
    public Tensor Dy => Dys[0] ?? Tensor.Zeros(Y.Shape, Y.DType, Y.Device);

    /// <summary>Whether the gradient of an input is wanted; rules may return null where it is not.</summary>
    public bool Needs(int input) => _needs[input];
}
