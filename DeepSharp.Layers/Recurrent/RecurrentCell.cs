namespace DeepSharp.Layers;

/// <summary>One time step of a recurrent net: (x, states) → (output, new states). <see cref="RNN"/> runs it over sequences.</summary>
/// <remarks>
/// For a cell of your own derive a sealed partial class, mark it <c>[Layer(Inputs = LayerInputs.None)]</c>, make weights in <c>Build</c>
/// (its shape is that of one step, [batch, …]), and override <see cref="StateSize"/> and <see cref="Step"/>. The step is recorded once for all
/// time steps: it is made of tensor ops, assigns no variables and draws no random numbers. Where a part of it does not depend on the
/// states, or where it needs random masks, override <see cref="Begin"/> instead.
/// </remarks>
/// <example><code>
/// [Layer(Inputs = LayerInputs.None)]
/// public sealed partial class LeakyCell(int units, double leak = 0.9) : RecurrentCell
/// {
///     private Weight _kernel = null!;
///     public override IReadOnlyList&lt;Shape&gt; StateSize => [[Units]];
///     protected override void Build(Shape input) => _kernel = AddWeight("kernel", [input[^1], Units]);
///     protected override (Tensor Output, Tensor[] States) Step(Tensor x, Tensor[] states)
///     {
///         var h = states[0] * Leak + x.MatMul(_kernel).Tanh();
///         return (h, [h]);
///     }
/// }
/// var layer = new RNN(new LeakyCell(32), returnSequences: true);
/// </code></example>
public abstract class RecurrentCell : Layer
{
    /// <summary>The shapes of the states, without the batch.</summary>
    public abstract IReadOnlyList<Shape> StateSize { get; }

    /// <summary>The shape of the output, without the batch; that of the first state if not overridden.</summary>
    public virtual Shape OutputSize => StateSize[0];

    /// <summary>Whether the output always is the new first state, so that it need not be carried along beside it.</summary>
    internal virtual bool OutputsFirstState => false;

    /// <summary>One time step.</summary>
    /// <param name="x">The input, [batch, …].</param>
    /// <param name="states">The states before the step.</param>
    /// <returns>The output, and the states after the step.</returns>
    protected virtual (Tensor Output, Tensor[] States) Step(Tensor x, Tensor[] states) =>
        throw new DeepSharpException($"{GetType().Name} overrides neither Step nor Begin. Override one of them with the cell's formula.");

    /// <summary>Gets ready to run over sequences: draws masks, and says which part of a step can be done for all steps at once.</summary>
    protected internal virtual CellRun Begin(CellCall call) => new(x => x, Step);

    /// <summary>The states before the first step: zeros if not overridden.</summary>
    protected internal virtual Tensor[] InitialStates(CellCall call) => [.. StateSize.Select(call.Zeros)];

    /// <summary>One time step: the output, then the new states.</summary>
    /// <param name="context">The call.</param>
    /// <param name="inputs">The input, [batch, …].</param>
    /// <param name="states">The states before the step, in the order of <see cref="StateSize"/>; the first ones if not given.</param>
    [CallMethod]
    protected Tensor[] Formula(CallContext context, Tensor inputs, Tensor[]? states = null)
    {
        var call = new CellCall(inputs.Shape, inputs.DType, inputs.Device, context.Training);
        RequireStates(this, states);
        var run = Begin(call);
        var (output, next) = run.Step(run.Prepare(inputs), states ?? InitialStates(call));
        return [output, .. next];
    }

    /// <summary>Rejects another number of states than the cell has.</summary>
    internal void RequireStates(Layer who, Tensor[]? states)
    {
        if (states is not null && states.Length != StateSize.Count)
            throw new ShapeMismatchException(
                $"{who.TypeName} has {StateSize.Count} states of shapes {string.Join(", ", StateSize.Select(s => s.Insert(0, Dim.Any)))} "
                + $"but got {states.Length}. Give one tensor for each, or none.");
    }

    /// <summary>Rejects a number of units below 1.</summary>
    private protected void RequireUnits(int units)
    {
        if (units < 1) throw new InvalidValueException($"{TypeName} expects units of at least 1, but got {units}.");
    }
}
