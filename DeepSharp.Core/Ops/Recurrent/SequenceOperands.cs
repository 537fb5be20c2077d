namespace DeepSharp;

/// <summary>What the recurrent ops share: the shapes they take, and the gradient of a kernel that all time steps use.</summary>
internal static class SequenceOperands
{
    /// <summary>Rejects operands that do not fit: x [time, batch, gates · units], kernel [units, gates · units], states [batch, units].</summary>
    /// <returns>The shapes of one sequence of states, and of the states at one time.</returns>
    public static (TensorSpec Sequence, TensorSpec State) Require(string who, int gates, TensorSpec x, TensorSpec kernel, params ReadOnlySpan<TensorSpec> states)
    {
        if (!x.DType.IsFloating || kernel.DType != x.DType)
            throw new DTypeMismatchException($"[{who}] expects sequences and kernel of one floating type but got {x} and {kernel}. Cast them.");
        var (shape, square) = (x.Shape, kernel.Shape);
        if (shape.Rank != 3 || square.Rank != 2 || square[1] != gates * square[0] || shape[2] != square[1])
            throw new ShapeMismatchException(
                $"[{who}] expects sequences [time, batch, {gates} · units] and a kernel [units, {gates} · units] but got {shape} and {square}.");
        TensorSpec sequence = new([shape[0], shape[1], square[0]], x.DType), state = new([shape[1], square[0]], x.DType);
        foreach (var s in states) RequireLike(who, s, state);
        return (sequence, state);
    }

    /// <summary>Rejects an operand of another shape or type than expected.</summary>
    public static void RequireLike(string who, TensorSpec given, TensorSpec expected)
    {
        if (given.DType != expected.DType) throw new DTypeMismatchException($"[{who}] expects {expected} but got {given}. Cast it.");
        if (!given.Shape.Matches(expected.Shape)) throw new ShapeMismatchException($"[{who}] expects {expected} but got {given}.");
    }

    /// <summary>Rejects a mask that is not bool [time, batch].</summary>
    public static void RequireMask(string who, ReadOnlySpan<TensorSpec> mask, TensorSpec sequence)
    {
        if (mask.Length > 1) throw new ShapeMismatchException($"[{who}] got {mask.Length - 1} tensors more than it takes.");
        if (mask.Length == 1) RequireLike(who, mask[0], new(sequence.Shape[..2], DType.Bool));
    }

    /// <summary>A new state, or the one before it where the step is masked.</summary>
    /// <param name="mask">The mask of the step, [batch]; none if empty.</param>
    /// <param name="after">The state after the step.</param>
    /// <param name="before">The state before it.</param>
    public static Tensor Held(ReadOnlySpan<Tensor> mask, Tensor after, Tensor before) =>
        mask.Length == 0 ? after : Tensor.Where(mask[0].ExpandDims(-1), after, before);

    /// <summary>The gradient of a kernel that the state before each step was multiplied by: one product over all time steps together.</summary>
    /// <param name="first">The state before the first step.</param>
    /// <param name="after">The states after each step, [time, batch, units].</param>
    /// <param name="arriving">What arrives at the products, [time · batch, columns].</param>
    /// <param name="reverse">Whether time runs from the last position to the first.</param>
    public static Tensor KernelGradient(Tensor first, Tensor after, Tensor arriving, bool reverse)
    {
        int batch = after.Shape[1], rows = arriving.Shape[0];
        if (rows == 0) return Tensor.Zeros([after.Shape[2], arriving.Shape[1]], after.DType, after.Device);
        // The state before a step stands one step away from what arrives there.
        Range head = 0..(rows - batch), tail = batch..rows, start = reverse ? (rows - batch)..rows : 0..batch;
        var (before, rest) = reverse ? (tail, head) : (head, tail);
        var product = Rows(after).Slice(0, before).MatMul(arriving.Slice(0, rest), transposeA: true);
        // Zeros that nobody differentiates by add nothing.
        if (first.Constant == 0 && !GradientTape.IsFollowed(first)) return product;
        return product + first.MatMul(arriving.Slice(0, start), transposeA: true);
    }

    /// <summary>All time steps as one batch.</summary>
    public static Tensor Rows(Tensor x) => x.Reshape([x.Shape[0] * x.Shape[1], x.Shape[2]]);
}
