using System.Text;

namespace DeepSharp;

/// <summary>A loop over the first axis of sequences: (states, outputs[t]) = body(states, sequences[t], captured), one time step after the other.</summary>
/// <remarks>
/// Inputs: the first states, the sequences [time, …], and what the body takes from outside at every step. Outputs: the last states, and the
/// body's further outputs stacked to sequences. The body is recorded once and never unrolled; see <see cref="Tensor.Scan"/>.
/// </remarks>
/// <param name="Body">One time step.</param>
/// <param name="States">How many states there are.</param>
/// <param name="Sequences">How many sequences there are.</param>
/// <param name="Reverse">Whether time runs from the last position to the first.</param>
public sealed record ScanOp(ScanBody Body, int States, int Sequences, bool Reverse = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Control";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs.Length != Body.Inputs)
            throw new ShapeMismatchException($"[scan] the body takes {Body.Inputs} tensors but got {inputs.Length}.");
        int time = TimeOf(inputs.Slice(States, Sequences));
        var symbols = new Tensor[inputs.Length];
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = new(i >= States && i < States + Sequences ? SliceOf(inputs[i]) : inputs[i], Device.Null);
        var outputs = Array.ConvertAll(Body.Run(symbols), t => t.Spec);
        for (int i = 0; i < States; i++)
        {
            RequireState(i, inputs[i], outputs[i]);
            outputs[i] = inputs[i];
        }
        return [.. outputs[..States], .. outputs[States..].Select(o => new TensorSpec(o.Shape.Insert(0, time), o.DType))];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var states = x[..States];
        var (sequences, captured) = (x[States..(States + Sequences)], x[(States + Sequences)..]);
        var specs = Infer(Array.ConvertAll(x, t => t.Spec));
        int time = sequences[0].Shape[0];
        var stacked = specs[States..].Select(_ => new Tensor[time]).ToArray();
        for (int step = 0; step < time; step++)
        {
            int t = Reverse ? time - 1 - step : step;
            var results = Body.Run([.. states, .. sequences.Select(s => s[t]), .. captured]);
            states = results[..States];
            for (int i = 0; i < stacked.Length; i++) stacked[i][t] = results[States + i];
        }
        Tensor Joined(Tensor[] steps, TensorSpec spec) => time > 0 ? Tensor.Stack(steps) : Tensor.Zeros(spec.Shape, spec.DType, x[0].Device);
        return [.. states, .. stacked.Select((s, i) => Joined(s, specs[States + i]))];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => new ScanGradient(this, s).Run();

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        var symbols = new List<Tensor>();
        for (int i = 0; i < inputs.Length; i++) symbols.Add(new(i >= States && i < States + Sequences ? SliceOf(inputs[i]) : inputs[i], Device.Null));
        var values = Body.Start([.. symbols]);
        long flops = 0, bytes = 0;
        foreach (var step in Body.Steps)
        {
            var operands = step.Of(values);
            var results = step.Op.ApplyAll(operands);
            var cost = step.Op.Cost(Array.ConvertAll(operands, t => t.Spec), Array.ConvertAll(results, t => t.Spec));
            (flops, bytes) = (flops + cost.Flops, bytes + cost.Bytes);
            values.AddRange(results);
        }
        int time = inputs[States].Shape[0];
        return new(time * flops, time * bytes);
    }

    /// <summary>One time step of a sequence.</summary>
    internal static TensorSpec SliceOf(TensorSpec sequence) => new(sequence.Shape[1..], sequence.DType);

    /// <summary>The common length of the sequences.</summary>
    internal static int TimeOf(ReadOnlySpan<TensorSpec> sequences)
    {
        if (sequences.Length == 0) throw new ShapeMismatchException("[scan] expects at least one sequence: its first axis says how many steps there are.");
        int time = Dim.Any;
        for (int i = 0; i < sequences.Length; i++)
        {
            var shape = sequences[i].Shape;
            if (shape.Rank == 0) throw new ShapeMismatchException($"[scan] sequence {i} is a scalar; its first axis must be the time.");
            if (time != Dim.Any && shape[0] != Dim.Any && shape[0] != time)
                throw new ShapeMismatchException(
                    $"[scan] sequence {i} has {shape[0]} time steps (shape {shape}) but those before it have {time}. All must be equally long.");
            if (time == Dim.Any) time = shape[0];
        }
        return time;
    }

    /// <summary>Rejects a step that changes the shape or the type of a state.</summary>
    internal static void RequireState(int state, TensorSpec before, TensorSpec after)
    {
        if (before.DType != after.DType)
            throw new DTypeMismatchException(
                $"[scan] state {state} is {before} but the step makes it {after}: its type must stay. Cast it at the end of the step.");
        if (!before.Shape.Matches(after.Shape))
            throw new ShapeMismatchException(
                $"[scan] state {state} is {before} but the step makes it {after}: its shape must stay. Give a first state of that shape.");
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{Body}, States = {States}, Sequences = {Sequences}, Reverse = {Reverse}");
        return true;
    }
}

/// <summary>One time step of <see cref="Tensor.Scan"/>.</summary>
/// <param name="states">The states after the step before.</param>
/// <param name="slices">The sequences at this time, without the time axis.</param>
/// <returns>The new states, of the same shapes and types, and the outputs at this time.</returns>
public delegate (Tensor[] States, Tensor[] Outputs) ScanFunction(Tensor[] states, Tensor[] slices);

public sealed partial class Tensor
{
    /// <summary>Runs a step over the first axis of sequences, carrying states along: a loop that stays one op in graphs, however long it is.</summary>
    /// <param name="step">One time step, made of ops. It may use any tensors and variables from outside, and assigns none; random numbers
    /// are drawn before.</param>
    /// <param name="initial">The states before the first step.</param>
    /// <param name="sequences">One or more tensors [time, …] of equal length.</param>
    /// <param name="reverse">Whether to go from the last time to the first; outputs stand at the time they belong to.</param>
    /// <returns>The states after the last step, and the steps' outputs stacked to [time, …].</returns>
    /// <exception cref="ShapeMismatchException">There is no sequence, lengths differ, or the step changes the shape of a state.</exception>
    /// <exception cref="DTypeMismatchException">The step changes the type of a state.</exception>
    /// <exception cref="InvalidValueException">The step assigns a variable.</exception>
    /// <example><c>var (last, sums) = Tensor.Scan((s, x) => ([s[0] + x[0]], [s[0] + x[0]]), [zero], [x]);   // running sums</c></example>
    public static (Tensor[] States, Tensor[] Outputs) Scan(ScanFunction step, Tensor[] initial, Tensor[] sequences, bool reverse = false)
    {
        int time = ScanOp.TimeOf(Array.ConvertAll(sequences, x => x.Spec));
        TensorSpec[] inputs = [.. initial.Select(s => s.Spec), .. sequences.Select(x => ScanOp.SliceOf(x.Spec))];
        int states = initial.Length;
        Tensor[] Step(Tensor[] x)
        {
            var (next, outputs) = step(x[..states], x[states..]);
            if (next.Length != states) throw new ShapeMismatchException($"[scan] there are {states} states but the step gives {next.Length} back.");
            for (int i = 0; i < states; i++) ScanOp.RequireState(i, initial[i].Spec, next[i].Spec);
            return [.. next, .. outputs];
        }
        Tensor[] all = [.. initial, .. sequences];
        if (Array.Exists(all, t => t.Device == Device.Null || !t.Shape.IsKnown))
        {
            var symbols = Step(Array.ConvertAll(inputs, s => new Tensor(s, Device.Null)));
            return (Array.ConvertAll(initial, s => new Tensor(s.Spec, Device.Null)),
                [.. symbols[states..].Select(y => new Tensor(new(y.Shape.Insert(0, time), y.DType), Device.Null))]);
        }
        var (body, captured) = ScanTrace.RecordStep(sequences[0].Device, inputs, Step);
        int count = body.Outputs.Count;
        // What the gradient will need is kept on the way, so that it does not run the loop twice.
        if (GradientTape.IsRecording) body = body.Keeping(states);
        var results = new ScanOp(body, states, sequences.Length, reverse).ApplyAll([.. all, .. captured]);
        return (results[..states], results[states..count]);
    }
}
