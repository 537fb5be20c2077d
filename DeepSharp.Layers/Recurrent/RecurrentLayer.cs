namespace DeepSharp.Layers;

/// <summary>What recurrent layers share: a cell that is run over the time axis of sequences by one scan.</summary>
/// <remarks>Masked steps leave the states as they are; their output is the one before it again, zeros at the start.</remarks>
/// <param name="cell">What happens at one step.</param>
/// <param name="returnSequences">Whether the outputs of all time steps are given.</param>
/// <param name="returnState">Whether the states after the last step are given too.</param>
/// <param name="goBackwards">Whether time runs from the last step to the first.</param>
/// <param name="stateful">Whether each batch begins with the states the batch before ended with.</param>
/// <param name="unroll">Accepted; a scan runs either way.</param>
/// <param name="zeroOutputForMask">Whether the output of a masked step is zero.</param>
public abstract class RecurrentLayer(
    RecurrentCell cell, bool returnSequences, bool returnState, bool goBackwards, bool stateful, bool unroll, bool zeroOutputForMask) : Layer
{
    private Variable[]? _lastStates;

    /// <summary>What happens at one step.</summary>
    public RecurrentCell Cell { get; } = cell;

    /// <summary>Whether the outputs of all time steps are given, [batch, time, …], and not only the last.</summary>
    public bool ReturnSequences { get; } = returnSequences;

    /// <summary>Whether the states after the last step are given too.</summary>
    public bool ReturnState { get; } = returnState;

    /// <summary>Whether time runs from the last step to the first; the outputs stand in this order too.</summary>
    public bool GoBackwards { get; } = goBackwards;

    /// <summary>Whether each batch begins with the states the batch before ended with; see <see cref="ResetStates"/>.</summary>
    public bool Stateful { get; } = stateful;

    /// <summary>Accepted for Keras' sake; a scan runs either way.</summary>
    public bool Unroll { get; } = unroll;

    /// <summary>Whether the output of a masked step is zero, and not the one before it again.</summary>
    public bool ZeroOutputForMask { get; } = zeroOutputForMask;

    /// <summary>Sets the states of a stateful layer to zero.</summary>
    /// <exception cref="InvalidValueException">The layer is not stateful.</exception>
    public void ResetStates()
    {
        if (!Stateful) throw new InvalidValueException($"{Title} keeps no states from batch to batch. Make it with stateful: true.");
        foreach (var state in _lastStates ?? []) state.Assign(Tensor.Zeros(state.Shape, state.DType, state.Cell.Device));
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputRule.RequireAxes(this, input, 3);
        if (Stateful && input[0] == Dim.Any)
            throw new InvalidValueException(
                $"{TypeName} is stateful and needs a fixed batch size, but the batch of its input {input} is open. Give it with Input(…, batchSize: 32).");
        Cell.TakeType(this);
        Cell.BuildFor([input.Remove(1)]);
    }

    /// <summary>Runs the cell over all time steps.</summary>
    /// <param name="context">The call.</param>
    /// <param name="sequences">[batch, time, …].</param>
    /// <param name="initialState">The states before the first step, one tensor each; the cell's own (zeros) if not given.</param>
    /// <param name="mask">Which steps count, as bool [batch, time]; that of the sequences if not given.</param>
    [CallMethod]
    protected Tensor[] Formula(CallContext context, Tensor sequences, Tensor[]? initialState = null, Tensor? mask = null)
    {
        InputRule.RequireAxes(this, sequences.Shape, 3);
        Cell.RequireStates(this, initialState);
        var call = new CellCall(sequences.Shape.Remove(1), sequences.DType, sequences.Device, context.Training);
        var run = Cell.Begin(call);
        var initial = initialState ?? (Stateful ? LastStates(call) : Cell.InitialStates(call));
        var loop = new MaskedLoop(this, run, startsWithZeros: initialState is null && !Stateful, mask is not null);
        var (states, output) = loop.Run(call, TimeFirst(sequences), mask, initial);
        if (Stateful && call.Device != Device.Null)
            for (int i = 0; i < states.Length; i++) _lastStates![i].Assign(states[i]);
        if (ReturnSequences)
        {
            output = TimeFirst(GoBackwards ? output.Flip(0) : output);
            output.Mask = mask;
        }
        return ReturnState ? [output, .. states] : [output];
    }

    /// <inheritdoc/>
    /// <remarks>The states have none, so the formula itself sets that of the sequences.</remarks>
    protected override Tensor? ComputeMask(Tensor[] inputs) => null;

    /// <summary>Batch and time in the other order.</summary>
    internal static Tensor TimeFirst(Tensor x) => x.Transpose([1, 0, .. Enumerable.Range(2, x.Rank - 2)]);

    private Tensor[] LastStates(CellCall call)
    {
        int batch = BuildShapes![0][0];
        if (call.Input[0] != batch && call.Input[0] != Dim.Any)
            throw new ShapeMismatchException(
                $"{TypeName} is stateful for a batch of {batch} but got one of {call.Input[0]}. "
                + "All batches must be of one size; see ResetStates for a new beginning.");
        if (call.Device == Device.Null) return Cell.InitialStates(call);
        _lastStates ??= Trace.Suspended(() => Cell.InitialStates(call).Select(s => new Variable(s, "rnn_state", trainable: false)).ToArray());
        return [.. _lastStates.Select(s => s.Value)];
    }
}
