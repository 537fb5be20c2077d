namespace DeepSharp;

/// <summary>Choosing among distances, along the last axis.</summary>
internal static class Mining
{
    /// <summary>The largest of those chosen by 1; the smallest of all where none is chosen.</summary>
    public static Tensor Farthest(Tensor distances, Tensor chosen)
    {
        var least = distances.Min(-1, keepDims: true);
        return ((distances - least) * chosen).Max(-1) + least.Squeeze(-1);
    }

    /// <summary>The smallest of those chosen by 1; the largest of all where none is chosen.</summary>
    public static Tensor Nearest(Tensor distances, Tensor chosen)
    {
        var most = distances.Max(-1, keepDims: true);
        return ((distances - most) * chosen).Min(-1) + most.Squeeze(-1);
    }
}
