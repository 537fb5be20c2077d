namespace DeepSharp;

/// <summary>
/// Gated recurrent units over all time steps, the reset gate acting after the product: with the sums a = h · U + b and x for z, r and the candidate
/// n side by side, z = σ(x + a), r = σ(x + a), n = tanh(x + r ⊙ a), h' = z ⊙ h + (1 − z) ⊙ n. Inputs x [time, batch, 3 units] (the projected
/// inputs), h [batch, units] before the first step, U [units, 3 units], b [3 units], and perhaps a mask [time, batch], whose false steps leave the
/// state as it is. Outputs h of all steps [time, batch, units], and the last h.
/// </summary>
/// <param name="Reverse">Whether time runs from the last position to the first.</param>
/// <param name="KeepsGates">Whether z, r, n and the candidate's a of all steps are put out too, which the gradient needs.</param>
public sealed record GruSequenceOp(bool Reverse = false, bool KeepsGates = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Recurrent";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (sequence, state) = SequenceOperands.Require(Name, 3, inputs[0], inputs[2], inputs[1]);
        SequenceOperands.RequireLike(Name, inputs[3], new([inputs[2].Shape[1]], inputs[0].DType));
        SequenceOperands.RequireMask(Name, inputs[4..], sequence);
        return KeepsGates ? [sequence, state, inputs[0], sequence] : [sequence, state];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (kernel, bias) = (x[2], x[3]);
        var (states, outputs) = Tensor.Scan((before, at) =>
        {
            Tensor[] given = at[0].Split(3, -1), fedBack = (before[0].MatMul(kernel) + bias).Split(3, -1);
            var z = (given[0] + fedBack[0]).Sigmoid();
            var r = (given[1] + fedBack[1]).Sigmoid();
            var n = (given[2] + r * fedBack[2]).Tanh();
            var h = SequenceOperands.Held(at[1..], z * before[0] + (1 - z) * n, before[0]);
            return ([h], KeepsGates ? [h, Tensor.Concat([z, r, n], -1), fedBack[2]] : [h]);
        }, [x[1]], [x[0], .. x[4..]], Reverse);
        return [outputs[0], .. states, .. outputs[1..]];
    }

    /// <inheritdoc/>
    public override Tensor?[]? Gradient(GradientScope s)
    {
        // The gates are outputs too: whoever differentiates through them, as second derivatives do, gets the composition's gradient.
        if (KeepsGates && (s.Dys[2] ?? s.Dys[3]) is not null) return null;
        var y = KeepsGates ? s.Ys : (this with { KeepsGates = true }).ApplyAll([.. s.Xs]);
        var (h, kernel) = (s.Xs[1], s.Xs[2]);
        Tensor[] mask = [.. s.Xs.Skip(4)], each = s.Dys[0] is { } dy ? [dy] : [];
        var dh = s.Dys[1] ?? Tensor.Zeros(h.Shape, h.DType, h.Device);
        var g = new GruSequenceGradientOp(Reverse, each.Length > 0).ApplyAll([kernel, y[2], y[3], y[0], h, dh, .. each, .. mask]);
        // What arrives at a: for z and r the same as at x, for the candidate an output of its own.
        var (gates, candidate) = (SequenceOperands.Rows(g[0]), SequenceOperands.Rows(g[1]));
        Tensor First(Tensor columns) => columns.Slice(-1, ..(2 * h.Shape[1]));
        Tensor OfKernel(Tensor arriving) => SequenceOperands.KernelGradient(h, y[0], arriving, Reverse);
        var dKernel = !s.Needs(2) ? null : Tensor.Concat([OfKernel(First(gates)), OfKernel(candidate)], -1);
        // All of the gates' sums, as the bias of x takes them, so that they are made once for both.
        var dBias = !s.Needs(3) ? null : Tensor.Concat([First(gates.Sum(0, keepDims: true)), candidate.Sum(0, keepDims: true)], -1).Reshape(s.Xs[3].Shape);
        return [g[0], g[2], dKernel, dBias, .. mask.Select(_ => (Tensor?)null)];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        var bytes = base.Cost(inputs, outputs).Bytes;
        return new((2L * inputs[2].Shape[0] + 12) * inputs[0].Shape.Count, bytes);
    }
}

/// <summary>
/// The gradient of <see cref="GruSequenceOp"/>, from the last step to the first. Inputs U [units, 3 units], the gates z, r, n, the candidate's a and
/// h of all steps, h before the first step, the gradient of the last h, and perhaps that of h of all steps and the mask. Outputs the
/// gradients of x, of the candidate's a, and of h before the first step.
/// </summary>
/// <param name="Reverse">Whether the steps ran from the last position to the first.</param>
/// <param name="EachStep">Whether gradients arrive at h of all steps.</param>
public sealed record GruSequenceGradientOp(bool Reverse, bool EachStep) : Op
{
    /// <inheritdoc/>
    public override string Family => "Recurrent";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (sequence, state) = SequenceOperands.Require(Name, 3, inputs[1], inputs[0], inputs[4], inputs[5]);
        SequenceOperands.RequireLike(Name, inputs[2], sequence);
        SequenceOperands.RequireLike(Name, inputs[3], sequence);
        if (EachStep) SequenceOperands.RequireLike(Name, inputs[6], sequence);
        SequenceOperands.RequireMask(Name, inputs[(EachStep ? 7 : 6)..], sequence);
        return [inputs[1], sequence, state];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (kernel, after) = (x[0], x[3]);
        var first = x[4].ExpandDims(0);
        int time = after.Shape[0];
        // h before each step: those after it, moved by one place.
        var before = time == 0 ? after
            : Reverse ? Tensor.Concat([after.Slice(0, 1..), first], 0) : Tensor.Concat([first, after.Slice(0, ..(time - 1))], 0);
        var (states, outputs) = Tensor.Scan((s, at) =>
        {
            var gates = at[0].Split(3, -1);
            var (z, r, n, mask) = (gates[0], gates[1], gates[2], at[(EachStep ? 4 : 3)..]);
            var dh = EachStep ? s[0] + at[3] : s[0];
            var dn = dh * (1 - z) * (1 - n * n);
            Tensor[] sums = [dh * (at[2] - n) * z * (1 - z), dn * at[1] * r * (1 - r), dn, dn * r];
            sums = Array.ConvertAll(sums, d => SequenceOperands.Held(mask, d, d.ScalarLike(0)));
            var back = dh * z + Tensor.Concat([sums[0], sums[1], sums[3]], -1).MatMul(kernel, transposeB: true);
            return ([SequenceOperands.Held(mask, back, dh)], [Tensor.Concat(sums[..3], -1), sums[3]]);
        }, [x[5]], [x[1], x[2], before, .. x[6..]], !Reverse);
        return [.. outputs, .. states];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        var bytes = base.Cost(inputs, outputs).Bytes;
        return new((2L * inputs[0].Shape[0] + 8) * inputs[1].Shape.Count, bytes);
    }
}

public sealed partial class Tensor
{
    /// <summary>Runs gated recurrent units over projected inputs [time, batch, 3 units], those for z, r and the candidate side by side.</summary>
    /// <param name="h">h before the first step, [batch, units].</param>
    /// <param name="kernel">The recurrent kernel, [units, 3 units]; the reset gate acts after its product.</param>
    /// <param name="bias">Added to its products, [3 units]; nothing if not given.</param>
    /// <param name="mask">Which steps count, as bool [time, batch]; the others leave the state as it is. All count if not given.</param>
    /// <param name="reverse">Whether time runs from the last position to the first; outputs stand at the time they belong to.</param>
    /// <returns>h after each step, [time, batch, units], and h after the last one.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="DTypeMismatchException">The operands are not of one floating type, or the mask is not bool.</exception>
    public (Tensor Outputs, Tensor H) GruSequence(Tensor h, Tensor kernel, Tensor? bias = null, Tensor? mask = null, bool reverse = false)
    {
        bias ??= Zeros([kernel.Shape[1]], kernel.DType, kernel.Device == Device.Null ? Device.Cpu : kernel.Device);
        // Kept only where somebody may ask for a gradient.
        var results = new GruSequenceOp(reverse, GradientTape.IsRecording).ApplyAll([this, h, kernel, bias, .. mask is null ? Array.Empty<Tensor>() : [mask]]);
        return (results[0], results[1]);
    }
}
