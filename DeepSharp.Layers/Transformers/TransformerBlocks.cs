namespace DeepSharp.Layers;

/// <summary>What the halves of a Transformer are made of.</summary>
internal static class TransformerBlocks
{
    /// <summary>x + f(norm x), or norm(x + f(x)).</summary>
    /// <param name="x">The input.</param>
    /// <param name="norm">The normalization.</param>
    /// <param name="first">Whether it comes first.</param>
    /// <param name="dropout">Applied to what f gives, or null.</param>
    /// <param name="f">Attention, or the network for each step.</param>
    public static Tensor Residual(Tensor x, Layer norm, bool first, Layer? dropout, Func<Tensor, Tensor> f)
    {
        var y = f(first ? norm.Apply(x) : x);
        y = (dropout?.Apply(y) ?? y) + x;
        return first ? y : norm.Apply(y);
    }

    /// <summary>The length of each head.</summary>
    /// <exception cref="InvalidValueException">There are more heads than features.</exception>
    public static int HeadLength(Layer layer, Shape sequence, int heads)
    {
        InputRule.RequireLayout(layer, sequence, "[batch, steps, features]");
        InputRule.RequireKnownChannels(layer, sequence);
        return heads >= 1 && sequence[^1] >= heads
            ? sequence[^1] / heads
            : throw new InvalidValueException($"{layer.TypeName} expects at least one head and at least as many features as heads, but got {heads} heads for an input of shape {sequence}.");
    }

    /// <summary>A dropout layer, or null where nothing is dropped.</summary>
    public static Dropout? Drop(Layer layer, double rate, string name)
    {
        if (rate == 0) return null;
        var dropout = new Dropout(rate) { Name = name, DTypePolicy = layer.DTypePolicy };
        dropout.BuildFor([Shape.Scalar]);
        return dropout;
    }

    /// <summary>A normalization over the features, built.</summary>
    public static LayerNormalization Norm(Layer layer, Shape input, double epsilon, string name) => Built(new LayerNormalization(epsilon: epsilon) { Name = name, DTypePolicy = layer.DTypePolicy }, input);

    /// <summary>A linear map of the features, built.</summary>
    public static Dense Map(Layer layer, Shape input, int units, Activation? activation, Initializer kernel, Initializer bias, string name) =>
        Built(new Dense(units, activation, kernelInitializer: kernel.Fresh(), biasInitializer: bias.Fresh()) { Name = name, DTypePolicy = layer.DTypePolicy }, input);

    private static T Built<T>(T layer, Shape input) where T : Layer
    {
        layer.BuildFor([input]);
        return layer;
    }
}
