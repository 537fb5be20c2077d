namespace DeepSharp;

/// <summary>A traced step made executable for one device and one set of input shapes.</summary>
/// <remarks>
/// Running it allocates nothing: every intermediate tensor has its place in one planned block, variables are updated in place,
/// and the outputs are the same tensors each time (copy what is to be kept). A program runs on one thread at a time.
/// </remarks>
public sealed class Program
{
    private readonly Step[] _steps;
    private readonly Cell[] _cells;
    private readonly View[] _views;
    private readonly (Tensor From, Variable To)[] _copies;
    private readonly Tensor[] _results;
    private readonly Tensor?[] _uploads;
    private bool _recordable;
    private RecordedWork? _recorded;
    private int _runsInPlace;

    private Program(Device device, Tensor[] inputs, Tensor[] outputs, Step[] steps, Cell[] cells, View[] views, (Tensor, Variable)[] copies, MemoryPlan plan)
    {
        (Device, Inputs, Outputs, _steps, _cells, _views, _copies) = (device, inputs, outputs, steps, cells, views, copies);
        (Bytes, BytesWithoutReuse) = (plan.Bytes, plan.BytesWithoutReuse);
        // The graph's outputs are symbols of its trace; the caller gets real tensors over the same storage.
        _results = Array.ConvertAll(outputs, t => new Tensor(t.Spec, device, t.Storage, t.Offset));
        _uploads = new Tensor?[inputs.Length];
        _recordable = Array.TrueForAll(steps, s => s.Kernel.CanRecord(s.Op));
    }

    /// <summary>Where it runs.</summary>
    public Device Device { get; }

    /// <summary>Bytes of the planned block of intermediate tensors.</summary>
    public long Bytes { get; }

    /// <summary>Bytes the intermediate tensors would take if none shared memory.</summary>
    public long BytesWithoutReuse { get; }

    /// <summary>Floating-point operations of one run, by <see cref="Op.Cost"/>.</summary>
    public long Flops => _steps.Sum(s => s.Op.Cost(Array.ConvertAll(s.Inputs, t => t.Spec), Array.ConvertAll(s.Outputs, t => t.Spec)).Flops);

    /// <summary>The ops in the order they run, for diagnostics.</summary>
    public IEnumerable<string> Listing => _steps.Select(s => s.ToString());

    internal Tensor[] Inputs { get; }

    internal Tensor[] Outputs { get; }

    /// <summary>Whether a run leaves something in variables.</summary>
    internal bool WritesVariables => _copies.Length > 0 || Array.Exists(_cells, c => c.Written);

    /// <summary>Whether it was compiled for tensors such as these.</summary>
    internal bool Fits(ReadOnlySpan<Tensor> inputs)
    {
        if (Inputs.Length != inputs.Length) return false;
        for (int i = 0; i < inputs.Length; i++)
            if (Inputs[i].Spec != inputs[i].Spec) return false;
        return true;
    }

    /// <summary>One kernel call.</summary>
    internal sealed record Step(Op Op, Kernel Kernel, Tensor[] Inputs, Tensor[] Outputs, OpScope Scope)
    {
        public override string ToString() => $"{string.Join(", ", Outputs.Select(o => o.Spec))} = {Op}({string.Join(", ", Inputs.Select(i => i.Spec))})";
    }

    /// <summary>A variable the step uses; <paramref name="Updated"/> is written straight into the variable's storage.</summary>
    internal sealed record Cell(Variable Variable, Tensor Symbol, Tensor? Updated, bool Written);

    /// <summary>A view, bound anew when its source moves: it begins <paramref name="Shift"/> elements after its source.</summary>
    internal sealed record View(Tensor Source, Tensor Output, long Shift);

    internal static Program Create(
        Device device, Tensor[] inputs, Tensor[] outputs, Step[] steps, Cell[] cells, View[] views, (Tensor, Variable)[] copies, MemoryPlan plan) =>
        new(device, inputs, outputs, steps, cells, views, copies, plan);

    /// <summary>Traces a function for inputs of the given shapes and compiles it.</summary>
    public static Program Compile(Device device, TensorSpec[] inputs, Func<Tensor[], Tensor[]> function) =>
        ProgramBuilder.Build(Trace.Record(device, inputs, function));

    /// <summary>Runs the step.</summary>
    /// <returns>The outputs; their values stand until the next run.</returns>
    /// <exception cref="ShapeMismatchException">An argument is not what the program was compiled for.</exception>
    public Tensor[] Run(params ReadOnlySpan<Tensor> arguments)
    {
        bool moved = BindInputs(arguments) | BindCells();
        if (moved) BindViews();
        // A result may have been assigned to a variable, whose value is overwritten now.
        foreach (var result in _results) result.Storage!.Changed();
        if (DebugOutput.Level > 0)
        {
            foreach (var step in _steps) DebugOutput.Run(Device, step.Kernel, step.Op, step.Inputs, step.Outputs, step.Scope);
            WriteCells();
        }
        else if (!Repeat(moved)) RunSteps();
        return _results;
    }

    /// <summary>Runs the step on inputs and outputs that the caller bound to memory itself.</summary>
    internal void RunBound()
    {
        BindCells();
        BindViews();
        foreach (var result in _results) result.Storage?.Changed();
        RunSteps();
    }

    /// <summary>Runs recorded work where the device can record it: once all tensors have stayed in their places for two runs, in which kernels settle.</summary>
    private bool Repeat(bool moved)
    {
        if (moved) (_recorded, _runsInPlace) = (null, 0);
        if (_recorded is null)
        {
            if (!_recordable || ++_runsInPlace <= 2) return false;
            _recorded = Device.Backend.Record(RunSteps);
            if (_recorded is null)
            {
                _recordable = false;
                return false;
            }
        }
        _recorded.Run();
        return true;
    }

    private void RunSteps()
    {
        foreach (var step in _steps) step.Kernel.Run(step.Op, step.Inputs, step.Outputs);
        WriteCells();
    }

    /// <summary>Copies new values into the variables that could not be written in place.</summary>
    private void WriteCells()
    {
        foreach (var (from, to) in _copies)
        {
            var cell = to.Cell;
            Device.Backend.Copy(from.Storage!, from.Offset * from.DType.Size, cell.Storage!, cell.Offset * cell.DType.Size, cell.Spec.Bytes);
        }
    }

    /// <summary>Gives the inputs their memory; tells whether any has moved since the run before.</summary>
    private bool BindInputs(ReadOnlySpan<Tensor> arguments)
    {
        if (arguments.Length != Inputs.Length)
            throw new ShapeMismatchException($"The program takes {Inputs.Length} tensors but got {arguments.Length}.");
        bool moved = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            var (symbol, given) = (Inputs[i], arguments[i]);
            if (given.Spec != symbol.Spec)
                throw new ShapeMismatchException($"Argument {i} of the program must be {symbol.Spec} but is {given.Spec}.");
            if (given.Device != Device) given = Uploaded(i, given);
            if (!given.IsContiguous) given = given.Contiguous();
            if (IsResult(given)) given = given.Clone();
            moved |= Rebind(symbol, given);
        }
        return moved;
    }

    /// <summary>An argument from another device, in memory that is used for it at every run.</summary>
    private Tensor Uploaded(int index, Tensor given)
    {
        var own = _uploads[index] ??= Tensor.Empty(given.Shape, given.DType, Device);
        given.CopyTo(own);
        return own;
    }

    private bool BindCells()
    {
        bool moved = false;
        foreach (var cell in _cells)
        {
            var value = cell.Written ? cell.Variable.CellForUpdate() : cell.Variable.Cell;
            moved |= Rebind(cell.Symbol, value);
            if (cell.Updated is not null) moved |= Rebind(cell.Updated, value);
        }
        return moved;
    }

    private void BindViews()
    {
        foreach (var view in _views) view.Output.Bind(view.Source.Storage!, view.Source.Offset + view.Shift);
    }

    /// <summary>Whether an argument is a result of the run before, which this run overwrites while it may still read the argument.</summary>
    private bool IsResult(Tensor given)
    {
        foreach (var result in _results)
            if (ReferenceEquals(result.Storage, given.Storage)) return true;
        return false;
    }

    private static bool Rebind(Tensor symbol, Tensor to)
    {
        if (ReferenceEquals(symbol.Storage, to.Storage) && symbol.Offset == to.Offset) return false;
        symbol.Bind(to.Storage!, to.Offset);
        return true;
    }
}
