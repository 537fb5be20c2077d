namespace DeepSharp;

/// <summary>A function whose gradient is given by hand.</summary>
/// <param name="Forward">The function's value.</param>
/// <param name="Backward">The gradient rule.</param>
internal sealed record CustomGradientOp(Func<Tensor[], Tensor> Forward, Func<GradientScope, Tensor?[]> Backward) : Op
{
    public override string Family => "Autodiff";

    public override Tensor[] Compose(Tensor[] x) => [Forward(x).Alias()];

    public override Tensor?[] Gradient(GradientScope s) => Backward(s);
}

/// <summary>Functions with hand-written gradients.</summary>
public static class CustomGradient
{
    /// <summary>Computes <paramref name="forward"/> and, when differentiated, uses <paramref name="backward"/> instead of its ops' gradients.</summary>
    /// <param name="forward">The function's value.</param>
    /// <param name="backward">Gets inputs, outputs and their gradients; gives one gradient (or null) per input.</param>
    /// <param name="inputs">The arguments.</param>
    public static Tensor Apply(Func<Tensor[], Tensor> forward, Func<GradientScope, Tensor?[]> backward, params Tensor[] inputs) =>
        new CustomGradientOp(forward, backward).Apply(inputs);
}
