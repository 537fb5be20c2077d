namespace DeepSharp.Layers;

/// <summary>The scan of a recurrent layer: the cell's step, held back where a step is masked.</summary>
/// <param name="layer">The layer with its settings.</param>
/// <param name="run">The cell's run.</param>
/// <param name="startsWithZeros">Whether the states before the first step are the cell's own.</param>
/// <param name="masked">Whether there is a mask.</param>
internal sealed class MaskedLoop(RecurrentLayer layer, CellRun run, bool startsWithZeros, bool masked)
{
    private readonly int _states = layer.Cell.StateSize.Count;

    /// <summary>Whether the output is the first state also at masked steps, where both are held.</summary>
    private readonly bool _isState = layer.Cell.OutputsFirstState && (!masked || startsWithZeros && !layer.ZeroOutputForMask);

    /// <summary>Whether the output is carried along as a state of the scan: to be given again, or to be the last one.</summary>
    private bool CarriesOutput => !_isState && (!layer.ReturnSequences || masked && !layer.ZeroOutputForMask);

    /// <summary>Runs over all steps.</summary>
    /// <param name="call">What the cell was told.</param>
    /// <param name="xs">[time, batch, …].</param>
    /// <param name="mask">[batch, time], or null.</param>
    /// <param name="initial">The states before the first step.</param>
    /// <returns>The last states, and the last output or [time, batch, …].</returns>
    public (Tensor[] States, Tensor Output) Run(CellCall call, Tensor xs, Tensor? mask, Tensor[] initial)
    {
        if (run.Sequence is { } all) return AllAtOnce(all, run.Prepare(xs), mask is null ? [] : [RecurrentLayer.TimeFirst(mask)], initial);
        if (CarriesOutput) initial = [.. initial, call.Zeros(layer.Cell.OutputSize)];
        Tensor[] sequences = mask is null ? [run.Prepare(xs)] : [run.Prepare(xs), RecurrentLayer.TimeFirst(mask)];
        var (states, outputs) = Tensor.Scan(Step, initial, sequences, layer.GoBackwards);
        return (states[.._states], layer.ReturnSequences ? outputs[0] : states[_isState ? 0 : _states]);
    }

    /// <summary>The same by one op, which knows of masked steps only that states are held.</summary>
    private (Tensor[] States, Tensor Output) AllAtOnce(CellSequence all, Tensor xs, Tensor[] mask, Tensor[] initial)
    {
        var (outputs, states) = all(xs, initial, mask, layer.GoBackwards);
        if (_isState) return (states, layer.ReturnSequences ? outputs : states[0]);
        // What a step puts out is its state, but zeros where it is masked, or as long as all steps were.
        var shown = layer.ZeroOutputForMask ? mask[0] : mask[0].CumSum(0, layer.GoBackwards) > 0;
        if (layer.ReturnSequences) return (states, Where(shown, outputs, outputs.ScalarLike(0)));
        return (states, Where(shown[layer.GoBackwards ? 0 : shown.Shape[0] - 1], states[0], states[0].ScalarLike(0)));
    }

    private (Tensor[] States, Tensor[] Outputs) Step(Tensor[] before, Tensor[] slices)
    {
        var (y, next) = run.Step(slices[0], before[.._states]);
        if (masked)
        {
            next = [.. next.Zip(before, (after, held) => Where(slices[1], after, held))];
            y = _isState ? next[0] : Where(slices[1], y, layer.ZeroOutputForMask ? y.ScalarLike(0) : before[_states]);
        }
        return (CarriesOutput ? [.. next, y] : next, layer.ReturnSequences ? [y] : []);
    }

    /// <summary>The choice of each row of the batch.</summary>
    private static Tensor Where(Tensor keep, Tensor after, Tensor held)
    {
        while (keep.Rank < after.Rank) keep = keep.ExpandDims(-1);
        return Tensor.Where(keep, after, held);
    }
}
