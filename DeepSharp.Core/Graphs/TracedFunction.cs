namespace DeepSharp;

/// <summary>A function over tensors that is traced once per input signature and then runs as a program.</summary>
/// <param name="function">The function; called only to trace it.</param>
/// <param name="device">Where programs run.</param>
/// <param name="capacity">How many programs are kept; the least recently used one goes first.</param>
public sealed class TracedFunction(Func<Tensor[], Tensor[]> function, Device? device = null, int capacity = 16)
{
    private readonly List<Program> _programs = [];

    /// <summary>The programs compiled so far, most recently used first.</summary>
    public IReadOnlyList<Program> Programs => _programs;

    /// <summary>Runs the program for these inputs, tracing it first if their signature is new.</summary>
    /// <returns>Tensors that stand until the next call.</returns>
    public Tensor[] Run(params ReadOnlySpan<Tensor> inputs) => For(inputs).Run(inputs);

    /// <summary>Forgets every program; the next call traces anew.</summary>
    public void Clear() => _programs.Clear();

    private Program For(ReadOnlySpan<Tensor> inputs)
    {
        for (int i = 0; i < _programs.Count; i++)
        {
            var program = _programs[i];
            if (!program.Fits(inputs)) continue;
            if (i > 0)
            {
                _programs.RemoveAt(i);
                _programs.Insert(0, program);
            }
            return program;
        }
        var specs = new TensorSpec[inputs.Length];
        for (int i = 0; i < specs.Length; i++) specs[i] = inputs[i].Spec;
        var compiled = Program.Compile(device ?? Device.Default, specs, function);
        if (_programs.Count == capacity) _programs.RemoveAt(capacity - 1);
        _programs.Insert(0, compiled);
        return compiled;
    }
}
