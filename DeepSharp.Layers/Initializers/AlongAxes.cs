namespace DeepSharp.Initializers;

/// <summary>First values for a weight whose axes of input and of output are known: connections are counted along them.</summary>
/// <param name="initializer">The rule.</param>
/// <param name="inputs">The axes that are summed over.</param>
/// <param name="outputs">The other axes.</param>
internal sealed class AlongAxes(Initializer initializer, int[] inputs, int[] outputs) : Initializer
{
    /// <inheritdoc/>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32)
    {
        if (initializer is not IFanScaled) return initializer.Create(shape, dtype);
        int[] order = [.. inputs, .. outputs];
        int Length(int[] axes) => axes.Aggregate(1, (product, a) => product * shape[a]);
        var matrix = initializer.Create([Length(inputs), Length(outputs)], dtype).Reshape([.. order.Select(a => shape[a])]);
        return matrix.Transpose([.. Enumerable.Range(0, order.Length).Select(a => Array.IndexOf(order, a))]);
    }
}
