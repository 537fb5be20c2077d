namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>The products of two tensors summed over the last axes of this one and the first of the other.</summary>
    /// <param name="b">The right factor.</param>
    /// <param name="axes">How many axes; 0 gives all products.</param>
    /// <exception cref="ShapeMismatchException">There are fewer axes, or their lengths differ.</exception>
    public Tensor TensorDot(Tensor b, int axes = 2)
    {
        if (axes < 0 || axes > Math.Min(Rank, b.Rank))
            throw new ShapeMismatchException($"[tensordot] cannot sum over {axes} axes of {Shape} and {b.Shape}.");
        return TensorDot(b, Enumerable.Range(Rank - axes, axes).ToArray(), Enumerable.Range(0, axes).ToArray());
    }

    /// <summary>The products of two tensors summed over pairs of axes; the other axes stand in order, this tensor's first.</summary>
    /// <param name="b">The right factor.</param>
    /// <param name="axesA">This tensor's axes to sum over; negative ones count from the end.</param>
    /// <param name="axesB">Their partners in <paramref name="b"/>.</param>
    /// <exception cref="ShapeMismatchException">The lists differ in length, or a pair of axes does.</exception>
    public Tensor TensorDot(Tensor b, Axes axesA, Axes axesB)
    {
        if (axesA.Values.Length != axesB.Values.Length)
            throw new ShapeMismatchException($"[tensordot] each summed axis needs a partner, but {axesA} and {axesB} differ in length.");
        char[] left = [.. Enumerable.Range(0, Rank).Select(i => (char)('a' + i))], right = [.. Enumerable.Range(0, b.Rank).Select(i => (char)('A' + i))];
        for (int i = 0; i < axesA.Values.Length; i++)
            right[b.Shape.Axis(axesB.Values[i], "tensordot")] = left[Shape.Axis(axesA.Values[i], "tensordot")];
        var free = left.Where(l => !right.Contains(l)).Concat(right.Where(l => !left.Contains(l)));
        return Einsum($"{new string(left)},{new string(right)}->{string.Concat(free)}", this, b);
    }

    /// <summary>The dot product: of vectors their inner product, of matrices the matrix product, with a scalar the multiple; of others the sum over
    /// the last axis of this tensor and the second-to-last of <paramref name="b"/> (its only one if it is a vector).</summary>
    /// <exception cref="ShapeMismatchException">The summed lengths differ.</exception>
    public Tensor Dot(Tensor b) => Rank == 0 || b.Rank == 0 ? this * b : TensorDot(b, -1, b.Rank == 1 ? -1 : -2);

    /// <summary>All products of an element of this tensor and one of the other, both taken as vectors: [m], [n] → [m, n].</summary>
    public Tensor Outer(Tensor b) => Reshape(Dim.Any).ExpandDims(1) * b.Reshape(Dim.Any);
}
