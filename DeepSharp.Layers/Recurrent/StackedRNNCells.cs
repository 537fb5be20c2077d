namespace DeepSharp.Layers;

/// <summary>Cells on top of each other as one cell: the output of each is the input of the next.</summary>
/// <remarks>The states are those of all cells in order, as one list; the output is the last cell's.</remarks>
/// <param name="cells">The cells from the bottom to the top.</param>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class StackedRNNCells(IReadOnlyList<RecurrentCell> cells) : RecurrentCell
{
    /// <summary>The cells from the bottom to the top.</summary>
    public IReadOnlyList<RecurrentCell> Cells { get; } = cells.Count > 0
        ? [.. cells]
        : throw new InvalidValueException("StackedRNNCells expects at least one cell but got none.");

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => [.. Cells.SelectMany(c => c.StateSize)];

    /// <inheritdoc/>
    public override Shape OutputSize => Cells[^1].OutputSize;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        foreach (var cell in Cells)
        {
            cell.TakeType(this);
            cell.BuildFor([input]);
            input = [input[0], .. cell.OutputSize];
        }
    }

    /// <inheritdoc/>
    protected internal override CellRun Begin(CellCall call)
    {
        var runs = new CellRun[Cells.Count];
        for (int k = 0; k < runs.Length; k++)
            runs[k] = Cells[k].Begin(k == 0 ? call : call with { Input = [call.Input[0], .. Cells[k - 1].OutputSize] });
        return new(runs[0].Prepare, (x, states) =>
        {
            var next = new List<Tensor>();
            for (int k = 0; k < runs.Length; k++)
            {
                var (y, after) = runs[k].Step(k == 0 ? x : runs[k].Prepare(x), states[next.Count..(next.Count + Cells[k].StateSize.Count)]);
                next.AddRange(after);
                x = y;
            }
            return (x, [.. next]);
        });
    }

    /// <inheritdoc/>
    protected internal override Tensor[] InitialStates(CellCall call) => [.. Cells.SelectMany(c => c.InitialStates(call))];
}
