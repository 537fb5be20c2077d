namespace DeepSharp.Layers;

/// <summary>The axes after the batch in another order.</summary>
/// <param name="dims">The axes in their new order, counted from 1; each once.</param>
[Layer]
public sealed partial class Permute(int[] dims) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        if (!Dims.Order().SequenceEqual(Enumerable.Range(1, x.Rank - 1)))
            throw new ShapeMismatchException(
                $"Permute expects each of the axes 1 to {x.Rank - 1} of the input once but got ({string.Join(", ", Dims)}): input shape is {x.Shape}. The batch axis 0 stays where it is.");
        return x.Transpose((int[])[0, .. Dims]);
    }
}
