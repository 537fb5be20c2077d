namespace DeepSharp.Initializers;

/// <summary>A matrix with one number on its diagonal and zeros elsewhere; it need not be square.</summary>
/// <remarks>As the recurrent initializer of a <see cref="Layers.SimpleRNN"/> with ReLU it makes the IRNN of Le, Jaitly and Hinton 2015; gains below 1 forget.</remarks>
/// <param name="gain">The number on the diagonal.</param>
[Configurable(Aliases = ["IdentityInitializer", "eye"])]
public sealed partial class Identity(double gain = 1) : Initializer
{
    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The shape is not that of a matrix.</exception>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32)
    {
        if (shape.Rank != 2)
            throw new ShapeMismatchException($"{this} makes matrices only, but the weight has shape {shape}. Take another initializer for it.");
        var values = new double[shape.Count];
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = Gain;
        return Tensor.From(values, shape).Cast(dtype);
    }
}
