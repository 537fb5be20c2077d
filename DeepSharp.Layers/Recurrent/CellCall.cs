namespace DeepSharp.Layers;

/// <summary>What a cell is told of the sequences it is about to run over.</summary>
/// <param name="Input">The shape of one time step: [batch, …].</param>
/// <param name="DType">The type of the arithmetic.</param>
/// <param name="Device">Where the sequences live; <see cref="Device.Null"/> while a model is built.</param>
/// <param name="Training">Whether this is training, where dropout drops.</param>
public readonly record struct CellCall(Shape Input, DType DType, Device Device, bool Training)
{
    /// <summary>Zeros for the batch.</summary>
    /// <param name="size">The shape without the batch.</param>
    public Tensor Zeros(Shape size)
    {
        Shape shape = [Input[0], .. size];
        return Device == Device.Null ? new(new(shape, DType), Device.Null) : Tensor.Zeros(shape, DType, Device);
    }
}

/// <summary>One run of a cell over sequences.</summary>
/// <param name="Prepare">
/// The part of a time step that does not depend on the states. It is applied once to all steps together, [time, batch, …], and must treat
/// each alike; a step alone, [batch, …], is prepared in the same way.
/// </param>
/// <param name="Step">The rest: from what was prepared for this step and the states before it to the output and the new states.</param>
public sealed record CellRun(Func<Tensor, Tensor> Prepare, CellStep Step)
{
    /// <summary>The same for all time steps by one op, or null for a scan; only for cells whose output is their first state.</summary>
    internal CellSequence? Sequence { get; init; }
}

/// <summary>All time steps of a cell.</summary>
/// <param name="xs">What was prepared, [time, batch, …].</param>
/// <param name="initial">The states before the first step.</param>
/// <param name="mask">Which steps count, as one bool [time, batch]; the others leave the states as they are. All count if empty.</param>
/// <param name="reverse">Whether time runs from the last position to the first.</param>
/// <returns>The first state after each step, [time, batch, …], and the states after the last one.</returns>
internal delegate (Tensor Outputs, Tensor[] States) CellSequence(Tensor xs, Tensor[] initial, Tensor[] mask, bool reverse);

/// <summary>One time step of a cell.</summary>
/// <param name="x">What was prepared for this step.</param>
/// <param name="states">The states before it.</param>
/// <returns>The output, and the states after it.</returns>
public delegate (Tensor Output, Tensor[] States) CellStep(Tensor x, Tensor[] states);
