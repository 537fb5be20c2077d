namespace DeepSharp.Layers;

/// <summary>The products of two inputs summed over one axis of each, for each element of the batch.</summary>
/// <remarks>[batch, a.., k] and [batch, k, b..] → [batch, a.., b..]; two vectors give [batch, 1].</remarks>
/// <param name="axes">The axis of both inputs, or one for each; the batch axis 0 cannot be one.</param>
/// <param name="normalize">Scales the inputs to length one along the axes first: the cosine.</param>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Dot(Axes axes, bool normalize = false) : Layer
{
    /// <inheritdoc/>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        if (inputs.Length != 2) throw new ShapeMismatchException($"Dot takes two tensors but got {inputs.Length}.");
        if (Axes.Values.Length is not (1 or 2)) throw new ShapeMismatchException($"Dot takes one axis or one for each input but got {Axes}.");
        var (a, b) = (inputs[0], inputs[1]);
        int i = a.Shape.Axis(Axes.Values[0], TypeName), j = b.Shape.Axis(Axes.Values[^1], TypeName);
        if (i == 0 || j == 0 || a.Shape[i] != b.Shape[j])
            throw new ShapeMismatchException($"Dot cannot sum over axis {i} of {a.Shape} and axis {j} of {b.Shape}: expected equal lengths and no batch axis.");
        if (Normalize) (a, b) = (a.UnitNormalize(i), b.UnitNormalize(j));
        var (left, right) = (Matrix(a, i), Matrix(b, j));
        Shape outer = [.. a.Shape.Remove(i).Dims[1..], .. b.Shape.Remove(j).Dims[1..]];
        return [left.MatMul(right, transposeB: true).Reshape([a.Shape[0], .. outer.Rank == 0 ? [1] : outer.Dims])];
    }

    /// <summary>[batch, all other axes, summed axis].</summary>
    private static Tensor Matrix(Tensor x, int axis)
    {
        int[] others = [.. Enumerable.Range(1, x.Rank - 1).Where(k => k != axis)];
        int rows = 1;
        foreach (int k in others) rows = x.Shape[k] == Dim.Any ? throw new ShapeMismatchException($"Dot needs all lengths but the batch, but got shape {x.Shape}.") : rows * x.Shape[k];
        return x.Transpose((int[])[0, .. others, axis]).Reshape([x.Shape[0], rows, x.Shape[axis]]);
    }
}
