namespace DeepSharp;

/// <summary>Runs a scan: its body, compiled once to a program, is run for each time step on the slices of the sequences as they lie in memory.</summary>
/// <remarks>
/// The states are the program's variables, which it updates in place where it can. A step allocates nothing. Loops are shared by equal
/// scans over equal shapes, so that running eagerly does not compile anew at each call; a loop runs once at a time.
/// </remarks>
internal sealed class ScanLoop
{
    private const int Capacity = 16;

    private static readonly Lock s_lock = new();
    private static readonly List<(Key Key, ScanLoop Loop)> s_recent = [];

    private readonly Lock _running = new();
    private readonly Program _body;
    private readonly Variable[] _states;
    private readonly int _slices;

    private ScanLoop(Key key)
    {
        _states = [.. key.States.Select(s => new Variable(Tensor.Empty(s.Shape, s.DType, key.Device), "state", trainable: false))];
        _slices = key.Slices.Count;
        TensorSpec[] inputs = [.. key.Slices, .. key.Captured];
        _body = ProgramBuilder.Build(Trace.Record(key.Device, inputs, x =>
        {
            var results = key.Body.Run([.. _states.Select(s => s.Value), .. x]);
            for (int i = 0; i < _states.Length; i++) _states[i].Assign(results[i]);
            return results[_states.Length..];
        }));
    }

    private sealed record Key(
        Device Device, ScanBody Body, EquatableArray<TensorSpec> States, EquatableArray<TensorSpec> Slices, EquatableArray<TensorSpec> Captured);

    /// <summary>The loop for a scan's body and shapes.</summary>
    public static ScanLoop For(ScanOp op, ReadOnlySpan<Tensor> inputs, Device device)
    {
        var specs = inputs.ToArray().Select(t => t.Spec).ToArray();
        int sequences = op.States + op.Sequences;
        var slices = Array.ConvertAll(specs[op.States..sequences], ScanOp.SliceOf);
        var key = new Key(device, op.Body, new(specs[..op.States]), new(slices), new(specs[sequences..]));
        lock (s_lock)
        {
            int at = s_recent.FindIndex(r => r.Key.Equals(key));
            if (at < 0 && s_recent.Count == Capacity) s_recent.RemoveAt(Capacity - 1);
            var found = at >= 0 ? s_recent[at] : (key, Trace.Suspended(() => GradientTape.Unrecorded(() => new ScanLoop(key))));
            if (at >= 0) s_recent.RemoveAt(at);
            s_recent.Insert(0, found);
            return found.Item2;
        }
    }

    /// <summary>Runs all time steps.</summary>
    public void Run(ScanOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        lock (_running)
        {
            for (int i = 0; i < _states.Length; i++) Copy(inputs[i], _states[i].CellForUpdate());
            for (int i = _slices; i < _body.Inputs.Length; i++) Bind(_body.Inputs[i], inputs[_states.Length + i], 0);
            int time = inputs[_states.Length].Shape[0];
            for (int step = 0; step < time; step++)
            {
                int t = op.Reverse ? time - 1 - step : step;
                for (int i = 0; i < _slices; i++) Bind(_body.Inputs[i], inputs[_states.Length + i], t);
                for (int i = 0; i < _body.Outputs.Length; i++) Bind(_body.Outputs[i], outputs[_states.Length + i], t);
                _body.RunBound();
            }
            for (int i = 0; i < _states.Length; i++) Copy(_states[i].Cell, outputs[i]);
        }
    }

    /// <summary>Puts a tensor of the body on a whole operand, or on its slice at one time.</summary>
    private static void Bind(Tensor symbol, Tensor operand, int time) => symbol.Bind(operand.Storage!, operand.Offset + time * symbol.Count);

    private static void Copy(Tensor from, Tensor to) =>
        to.Device.Backend.Copy(from.Storage!, from.Offset * from.DType.Size, to.Storage!, to.Offset * to.DType.Size, to.Spec.Bytes);
}
