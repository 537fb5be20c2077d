namespace DeepSharp.Layers;

/// <summary>The same elements in the same order under another shape; the batch axis stays.</summary>
/// <remarks>[batch, …] → [batch, target..].</remarks>
/// <param name="targetShape">The new lengths without the batch; one of them may be −1 and is worked out.</param>
[Layer]
public sealed partial class Reshape(int[] targetShape) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireAxes(this, x.Shape, 1);
        var (rest, target) = (x.Shape[1..], (Shape)TargetShape);
        if (rest.IsKnown)
        {
            long known = 1;
            foreach (int d in target.Dims) known *= d == Dim.Any ? 1 : d;
            int open = target.Dims.IndexOf(Dim.Any);
            if (open >= 0 && known > 0 && rest.Count % known == 0) target = target.With(open, checked((int)(rest.Count / known)));
            if (!target.IsKnown || target.Count != rest.Count)
                throw new ShapeMismatchException(
                    $"Reshape cannot turn {rest.Count} elements, shape {rest} after the batch axis, into {(Shape)TargetShape}. The products of the lengths must be equal; one length may be -1.");
        }
        return x.Reshape([x.Shape[0], .. target.Dims]);
    }
}
