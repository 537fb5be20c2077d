namespace DeepSharp;

/// <summary>Stochastic gradient descent: w ← w − lr · g.</summary>
/// <param name="learningRate">Step length.</param>
[Configurable]
public sealed partial class SGD([NotConfig] LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.01)
{
    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor learningRate) =>
        variable.Assign(variable.Value - gradient * learningRate);
}
