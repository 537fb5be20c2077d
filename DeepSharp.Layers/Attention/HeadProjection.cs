namespace DeepSharp.Layers;

/// <summary>The linear maps between features and heads that attention layers are made of.</summary>
/// <param name="layer">The attention layer.</param>
/// <param name="useBias">Whether biases are added.</param>
/// <param name="kernelInitializer">First values of the kernels; each map draws its own.</param>
/// <param name="biasInitializer">First values of the biases.</param>
/// <param name="kernelRegularizer">Penalty on the kernels.</param>
/// <param name="biasRegularizer">Penalty on the biases.</param>
/// <param name="kernelConstraint">Applied to the kernels after each step.</param>
/// <param name="biasConstraint">Applied to the biases after each step.</param>
internal sealed class HeadProjection(
    Layer layer, bool useBias, Initializer kernelInitializer, Initializer biasInitializer, Regularizer? kernelRegularizer, Regularizer? biasRegularizer,
    Constraint? kernelConstraint, Constraint? biasConstraint)
{
    /// <summary>[batch, steps.., features] → [batch, steps.., heads, size], built.</summary>
    public EinsumDense ToHeads(string name, Shape input, int heads, int size, Activation? activation = null) => Map(name, input, 1, [heads, size], activation);

    /// <summary>[batch, steps.., heads, size] → [batch, steps.., output], built.</summary>
    public EinsumDense FromHeads(string name, Shape input, Shape output) => Map(name, input, 2, output);

    private EinsumDense Map(string name, Shape input, int bound, Shape output, Activation? activation = null)
    {
        string letters = "abcdefghijklmnopqrstuvwxyz", x = letters[..input.Rank], free = x[..^bound], y = letters.Substring(input.Rank, output.Rank);
        Shape partial = [.. Enumerable.Repeat(Dim.Any, free.Length - 1), .. output.Dims];
        var map = new EinsumDense(
            $"{x},{x[free.Length..]}{y}->{free}{y}", partial, activation, useBias ? y : null, kernelInitializer.Fresh(), biasInitializer.Fresh(),
            kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint)
        {
            Name = name,
            DTypePolicy = layer.DTypePolicy,
        };
        map.BuildFor([input]);
        return map;
    }
}
