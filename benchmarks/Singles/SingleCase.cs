namespace DeepSharp.Benchmarks;

/// <summary>An op, or a few, measured by themselves: PyTorch's companion has the same name in <c>torch_singles.py</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">Makes the inputs.</param>
/// <param name="Function">What is done with them.</param>
/// <param name="Differentiates">Whether the gradient of Σ y² with respect to the floating inputs is measured too.</param>
internal sealed record SingleCase(string Name, Func<Tensor[]> Inputs, Func<Tensor[], Tensor> Function, bool Differentiates = true);
