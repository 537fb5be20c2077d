namespace DeepSharp;

/// <summary>
/// How many insertions, removals and replacements of single elements make one sequence into another (Levenshtein 1966): int32 [batch].
/// </summary>
/// <remarks>
/// Inputs: two batches of sequences, [batch, n] and [batch, m], and their lengths, [batch] each; all int32 or int64. What stands behind a length does not
/// matter. Distances are whole numbers and have no gradient.
/// </remarks>
public sealed record EditDistanceOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Sequences";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        foreach (var x in inputs)
            if (x.DType is not (DType.Int32 or DType.Int64)) throw new DTypeMismatchException($"[{Name}] expects int32 or int64 but got {x}. Cast it.");
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        if (a.Rank != 2 || b.Rank != 2 || !a[..1].Matches(b[..1]) || !inputs[2].Shape.Matches(a[..1]) || !inputs[3].Shape.Matches(a[..1]))
            throw new ShapeMismatchException(
                $"[{Name}] expects sequences [batch, n] and [batch, m] and their lengths [batch] but got {a}, {b}, {inputs[2].Shape} and {inputs[3].Shape}.");
        return [new(a[..1], DType.Int32)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, null, null, null];
}

public sealed partial class Tensor
{
    /// <summary>How many insertions, removals and replacements make each of these sequences into another: int32 [batch].</summary>
    /// <param name="other">int32 or int64 [batch, m]; this tensor is [batch, n].</param>
    /// <param name="lengths">The lengths of these sequences, [batch].</param>
    /// <param name="otherLengths">The lengths of the others, [batch].</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="InvalidValueException">A length is outside its sequence.</exception>
    public Tensor EditDistance(Tensor other, Tensor lengths, Tensor otherLengths) => new EditDistanceOp().Apply(this, other, lengths, otherLengths);
}
