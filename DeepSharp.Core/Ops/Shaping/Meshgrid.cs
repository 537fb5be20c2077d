namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>The coordinates of a grid: vectors of lengths n₀, n₁, … stretched to the shape [n₀, n₁, …], each along its own axis.</summary>
    /// <param name="vectors">One vector of coordinates per axis.</param>
    /// <exception cref="ShapeMismatchException">An argument is not a vector.</exception>
    public static Tensor[] Meshgrid(params ReadOnlySpan<Tensor> vectors)
    {
        var lengths = new int[vectors.Length];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = vectors[i].Rank == 1 ? vectors[i].Shape[0] : throw new ShapeMismatchException(
                $"[meshgrid] argument {i} must be a vector but has shape {vectors[i].Shape}.");
        var grids = new Tensor[lengths.Length];
        for (int i = 0; i < grids.Length; i++)
        {
            var column = vectors[i];
            for (int after = i + 1; after < grids.Length; after++) column = column.ExpandDims(-1);
            grids[i] = column.BroadcastTo(lengths);
        }
        return grids;
    }
}
