namespace DeepSharp;

/// <summary>
/// A long short-term memory over all time steps: with the sums s = x + h · U for the gates i, f, z and o side by side,
/// c' = σ(f) ⊙ c + σ(i) ⊙ tanh(z), h' = σ(o) ⊙ tanh(c'). Inputs x [time, batch, 4 units] (the projected inputs), h and c [batch, units] before
/// the first step, U [units, 4 units], and perhaps a mask [time, batch], whose false steps leave the states as they are. Outputs h of all steps
/// [time, batch, units], and the last h and c.
/// </summary>
/// <param name="Reverse">Whether time runs from the last position to the first.</param>
/// <param name="KeepsGates">Whether the gates σ(i), σ(f), tanh(z), σ(o) and c of all steps are put out too, which the gradient needs.</param>
public sealed record LstmSequenceOp(bool Reverse = false, bool KeepsGates = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Recurrent";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (sequence, state) = SequenceOperands.Require(Name, 4, inputs[0], inputs[3], inputs[1], inputs[2]);
        SequenceOperands.RequireMask(Name, inputs[4..], sequence);
        return KeepsGates ? [sequence, state, state, inputs[0], sequence] : [sequence, state, state];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var kernel = x[3];
        var (states, outputs) = Tensor.Scan((before, at) =>
        {
            var sums = (at[0] + before[0].MatMul(kernel)).Split(4, -1);
            Tensor[] gates = [sums[0].Sigmoid(), sums[1].Sigmoid(), sums[2].Tanh(), sums[3].Sigmoid()];
            var c = gates[1] * before[1] + gates[0] * gates[2];
            var h = SequenceOperands.Held(at[1..], gates[3] * c.Tanh(), before[0]);
            c = SequenceOperands.Held(at[1..], c, before[1]);
            return ([h, c], KeepsGates ? [h, Tensor.Concat(gates, -1), c] : [h]);
        }, [x[1], x[2]], [x[0], .. x[4..]], Reverse);
        return [outputs[0], .. states, .. outputs[1..]];
    }

    /// <inheritdoc/>
    public override Tensor?[]? Gradient(GradientScope s)
    {
        // The gates are outputs too: whoever differentiates through them, as second derivatives do, gets the composition's gradient.
        if (KeepsGates && (s.Dys[3] ?? s.Dys[4]) is not null) return null;
        var y = KeepsGates ? s.Ys : (this with { KeepsGates = true }).ApplyAll([.. s.Xs]);
        var (h, c, kernel) = (s.Xs[1], s.Xs[2], s.Xs[3]);
        Tensor[] mask = [.. s.Xs.Skip(4)], each = s.Dys[0] is { } dy ? [dy] : [];
        var (dh, dc) = (s.Dys[1] ?? Tensor.Zeros(h.Shape, h.DType, h.Device), s.Dys[2] ?? Tensor.Zeros(c.Shape, c.DType, c.Device));
        var g = new LstmSequenceGradientOp(Reverse, each.Length > 0).ApplyAll([kernel, y[3], y[4], c, dh, dc, .. each, .. mask]);
        var dKernel = s.Needs(3) ? SequenceOperands.KernelGradient(h, y[0], SequenceOperands.Rows(g[0]), Reverse) : null;
        return [g[0], g[1], g[2], dKernel, .. mask.Select(_ => (Tensor?)null)];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        var bytes = base.Cost(inputs, outputs).Bytes;
        return new((2L * inputs[3].Shape[0] + 12) * inputs[0].Shape.Count, bytes);
    }
}

/// <summary>
/// The gradient of <see cref="LstmSequenceOp"/>, from the last step to the first. Inputs U [units, 4 units], the gates and c of all steps, c before
/// the first step, the gradients of the last h and c, and perhaps that of h of all steps and the mask. Outputs the gradients of x, which are
/// those of the sums for the gates, and of h and c before the first step.
/// </summary>
/// <param name="Reverse">Whether the steps ran from the last position to the first.</param>
/// <param name="EachStep">Whether gradients arrive at h of all steps.</param>
public sealed record LstmSequenceGradientOp(bool Reverse, bool EachStep) : Op
{
    /// <inheritdoc/>
    public override string Family => "Recurrent";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (sequence, state) = SequenceOperands.Require(Name, 4, inputs[1], inputs[0], inputs[3], inputs[4], inputs[5]);
        SequenceOperands.RequireLike(Name, inputs[2], sequence);
        if (EachStep) SequenceOperands.RequireLike(Name, inputs[6], sequence);
        SequenceOperands.RequireMask(Name, inputs[(EachStep ? 7 : 6)..], sequence);
        return [inputs[1], state, state];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (kernel, cells) = (x[0], x[2]);
        var first = x[3].ExpandDims(0);
        int time = cells.Shape[0];
        // c before each step: those after it, moved by one place.
        var before = time == 0 ? cells
            : Reverse ? Tensor.Concat([cells.Slice(0, 1..), first], 0) : Tensor.Concat([first, cells.Slice(0, ..(time - 1))], 0);
        var (states, outputs) = Tensor.Scan((s, at) =>
        {
            var gates = at[0].Split(4, -1);
            var (i, f, z, o) = (gates[0], gates[1], gates[2], gates[3]);
            var (c, mask) = (at[1].Tanh(), at[(EachStep ? 4 : 3)..]);
            var dh = EachStep ? s[0] + at[3] : s[0];
            var dc = s[1] + dh * o * (1 - c * c);
            var sums = Tensor.Concat([dc * z * i * (1 - i), dc * at[2] * f * (1 - f), dc * i * (1 - z * z), dh * c * o * (1 - o)], -1);
            sums = SequenceOperands.Held(mask, sums, sums.ScalarLike(0));
            var back = SequenceOperands.Held(mask, sums.MatMul(kernel, transposeB: true), dh);
            return ([back, SequenceOperands.Held(mask, dc * f, s[1])], [sums]);
        }, [x[4], x[5]], [x[1], cells, before, .. x[6..]], !Reverse);
        return [outputs[0], .. states];
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
    /// <summary>Runs a long short-term memory over projected inputs [time, batch, 4 units], the gates i, f, z and o side by side.</summary>
    /// <param name="h">h before the first step, [batch, units].</param>
    /// <param name="c">c before the first step, [batch, units].</param>
    /// <param name="kernel">The recurrent kernel, [units, 4 units].</param>
    /// <param name="mask">Which steps count, as bool [time, batch]; the others leave the states as they are. All count if not given.</param>
    /// <param name="reverse">Whether time runs from the last position to the first; outputs stand at the time they belong to.</param>
    /// <returns>h after each step, [time, batch, units], and h and c after the last one.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="DTypeMismatchException">The operands are not of one floating type, or the mask is not bool.</exception>
    public (Tensor Outputs, Tensor H, Tensor C) LstmSequence(Tensor h, Tensor c, Tensor kernel, Tensor? mask = null, bool reverse = false)
    {
        // Kept only where somebody may ask for a gradient.
        var results = new LstmSequenceOp(reverse, GradientTape.IsRecording).ApplyAll([this, h, c, kernel, .. mask is null ? Array.Empty<Tensor>() : [mask]]);
        return (results[0], results[1], results[2]);
    }
}
