using System.Text;

namespace DeepSharp.Gpu;

/// <summary>Instructions being written, in single assignment: each result gets a register of its own, and equal computations are written once.</summary>
internal sealed class PtxCode
{
    private readonly StringBuilder _text = new();
    private readonly int[] _counts = new int[Enum.GetValues<PtxKind>().Length];
    private readonly Dictionary<string, PtxRegister> _known = [];
    private readonly SortedSet<string> _calls = new(StringComparer.Ordinal);

    [ThreadStatic]
    private static PtxCode? t_current;

    /// <summary>The code that functions run over <see cref="PtxLane{T}"/> write to.</summary>
    /// <exception cref="InvalidOperationException">No code is being written on this thread.</exception>
    public static PtxCode Current => t_current ?? throw new InvalidOperationException("A PTX lane stands for a value only while code is written.");

    /// <summary>The external functions that are called.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>The register with the address a bad value is noted at.</summary>
    public PtxRegister? Fault { get; set; }

    /// <summary>Whether the code notes bad values.</summary>
    public bool NotesFaults { get; private set; }

    /// <summary>Where a predicate stands here, calls are made only where it holds; elsewhere their result is of no interest.</summary>
    public PtxRegister? Guard { get; set; }

    /// <summary>Runs functions that write to this code.</summary>
    public TResult Write<TResult>(Func<TResult> functions)
    {
        var outer = t_current;
        t_current = this;
        try { return functions(); }
        finally { t_current = outer; }
    }

    /// <summary>A register nothing is known of yet.</summary>
    public PtxRegister New(PtxKind kind) => new(kind, _counts[(int)kind]++);

    /// <summary>The result of an instruction; the same register for the same instruction.</summary>
    public PtxRegister Emit(PtxKind kind, string instruction, params ReadOnlySpan<object> operands)
    {
        string written = $"{instruction} {string.Join(", ", operands!)}";
        if (_known.TryGetValue(written, out var known)) return known;
        var result = New(kind);
        Line(operands.Length == 0 ? $"{instruction} {result}" : $"{instruction} {result}, {string.Join(", ", operands!)}");
        return _known[written] = result;
    }

    /// <summary>An instruction without a result, or one whose result is written elsewhere.</summary>
    public void Line(string instruction) => _text.Append("    ").Append(instruction).Append(";\n");

    /// <summary>A label.</summary>
    public void Label(string name) => _text.Append(name).Append(":\n");

    /// <summary>Calls a function from <c>kernels/scalar_functions.cu</c>.</summary>
    public PtxRegister Call(string function, params ReadOnlySpan<object> arguments)
    {
        string written = $"call {function} {string.Join(", ", arguments!)}";
        if (_known.TryGetValue(written, out var known)) return known;
        _calls.Add(function);
        var result = New(PtxKind.Float64);
        int n = arguments.Length;
        string names = string.Join(", ", Enumerable.Range(0, n).Select(i => $"a{i}"));
        Line($"mov.f64 {result}, 0d0000000000000000");
        if (Guard is { } guard) Line($"@!{guard} bra after_{result.ToString()[1..]}");
        _text.Append("    {\n");
        for (int i = 0; i < n; i++) Line($".param .b64 a{i}");
        Line(".param .b64 value");
        for (int i = 0; i < n; i++) Line($"st.param.f64 [a{i}], {arguments[i]}");
        Line($"call (value), {function}, ({names})");
        Line($"ld.param.f64 {result}, [value]");
        _text.Append("    }\n");
        if (Guard is not null) Label($"after_{result.ToString()[1..]}");
        return _known[written] = result;
    }

    /// <summary>Notes a value as a fault where a predicate holds.</summary>
    public void NoteFault(PtxRegister predicate, PtxRegister value)
    {
        var fault = Fault ?? throw new InvalidOperationException("This code has no place to note a fault at.");
        NotesFaults = true;
        Line($"@{predicate} st.global.b64 [{fault}+8], {value}");
        Line($"@{predicate} st.global.b64 [{fault}], 1");
    }

    /// <summary>The declarations of all registers.</summary>
    public string Declarations()
    {
        var text = new StringBuilder();
        foreach (var kind in Enum.GetValues<PtxKind>())
            if (_counts[(int)kind] > 0) text.Append($"    .reg .{kind.Type} %{kind.Letter}<{_counts[(int)kind]}>;\n");
        return text.ToString();
    }

    public override string ToString() => _text.ToString();
}
