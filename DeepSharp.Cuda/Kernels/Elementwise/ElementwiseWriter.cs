using System.Text;

namespace DeepSharp.Gpu;

/// <summary>
/// Writes the PTX of an element-wise chain: each thread reads a few neighbours of every input, runs all steps on them in registers, and writes the results, striding over the whole
/// array. Parameters: the result, the inputs, the fault slot where a step can fail, how many runs of neighbours there are, and for each axis its length and the inputs' steps.
/// </summary>
internal sealed class ElementwiseWriter
{
    /// <summary>The kernel's name.</summary>
    public const string Entry = "elementwise";

    private readonly PtxCode _code = new();
    private readonly List<string> _parameters = [];
    private readonly FusedStep[] _steps;
    private readonly DType[] _types;
    private readonly ElementwiseLayout _layout;
    private readonly int _inputs;

    /// <param name="steps">What to compute.</param>
    /// <param name="types">Element types of the inputs and of each step's result.</param>
    /// <param name="layout">Where the elements lie.</param>
    public ElementwiseWriter(FusedStep[] steps, DType[] types, ElementwiseLayout layout) =>
        (_steps, _types, _layout, _inputs) = (steps, types, layout, types.Length - steps.Length);

    /// <summary>Whether the kernel notes faults, and so takes a fault slot.</summary>
    public bool CanFail { get; private set; }

    private PtxKind IndexKind => _layout.IsWide ? PtxKind.Bits64 : PtxKind.Bits32;

    private string Index => _layout.IsWide ? "u64" : "u32";

    /// <summary>The module's text.</summary>
    public string Write()
    {
        var y = Pointer("y");
        var inputs = new PtxRegister[_inputs];
        for (int i = 0; i < _inputs; i++) inputs[i] = Pointer($"x{i}");
        var fault = _code.New(PtxKind.Bits64);
        _code.Fault = fault;
        var runs = Load("runs", PtxKind.Bits64);
        var axes = LoadAxes();
        var constants = new PtxRegister?[_inputs];
        var (at, all) = WriteBegin(runs);
        for (int i = 0; i < _inputs; i++)
            if (_layout.IsConstant(i)) constants[i] = LoadElements(inputs[i], i, 1)[0];

        _code.Label("next");
        var results = WriteBody(at, inputs, constants, axes);
        Store(y, at, results);
        _code.Line($"add.{Index} {at}, {at}, {all}");
        _code.Line($"setp.lt.{Index} {_more}, {at}, {_runs}");
        _code.Line($"@{_more} bra next");
        _code.Label("end");
        _code.Line("ret");

        var text = new StringBuilder(".version 7.0\n.target sm_70\n.address_size 64\n\n").Append(PtxFunctions.Bodies(_code.Calls));
        CanFail = _code.NotesFaults;
        string faultParameter = CanFail ? $"    ld.param.u64 {fault}, [fault];\n" : "";
        if (CanFail) _parameters.Insert(1 + _inputs, ".param .u64 fault");
        return text.Append(".visible .entry ").Append(Entry).Append("(\n    ").AppendJoin(",\n    ", _parameters).Append(")\n{\n")
            .Append(_code.Declarations()).Append(faultParameter).Append(_code).Append("}\n").ToString();
    }

    private PtxRegister _more, _runs;

    /// <summary>The first run of this thread, and how far it is to its next.</summary>
    private (PtxRegister At, PtxRegister All) WriteBegin(PtxRegister runs)
    {
        _runs = _layout.IsWide ? runs : _code.Emit(PtxKind.Bits32, "cvt.u32.u64", runs);
        _more = _code.New(PtxKind.Predicate);
        var thread = _code.Emit(PtxKind.Bits32, "mov.u32", "%tid.x");
        var block = _code.Emit(PtxKind.Bits32, "mov.u32", "%ctaid.x");
        var threads = _code.Emit(PtxKind.Bits32, "mov.u32", "%ntid.x");
        var blocks = _code.Emit(PtxKind.Bits32, "mov.u32", "%nctaid.x");
        var (at, all) = (_code.New(IndexKind), _code.New(IndexKind));
        if (_layout.IsWide)
        {
            var wide = _code.Emit(PtxKind.Bits64, "cvt.u64.u32", thread);
            _code.Line($"mad.wide.u32 {at}, {block}, {threads}, {wide}");
            _code.Line($"mul.wide.u32 {all}, {blocks}, {threads}");
        }
        else
        {
            _code.Line($"mad.lo.u32 {at}, {block}, {threads}, {thread}");
            _code.Line($"mul.lo.u32 {all}, {blocks}, {threads}");
        }
        _code.Line($"setp.ge.{Index} {_more}, {at}, {_runs}");
        _code.Line($"@{_more} bra end");
        return (at, all);
    }

    private PtxRegister[] WriteBody(PtxRegister at, PtxRegister[] inputs, PtxRegister?[] constants, Axis[] axes)
    {
        var places = Places(at, axes);
        var values = new PtxRegister[_inputs][];
        for (int i = 0; i < _inputs; i++)
        {
            if (constants[i] is { } constant)
            {
                values[i] = [.. Enumerable.Repeat(constant, _layout.Width)];
                continue;
            }
            bool same = _layout.Steps[i][^1] == 0;
            var first = LoadElements(_code.Emit(PtxKind.Bits64, "add.s64", inputs[i], places[i]), i, same ? 1 : _layout.Width);
            values[i] = same ? [.. Enumerable.Repeat(first[0], _layout.Width)] : first;
        }
        return [.. Enumerable.Range(0, _layout.Width).Select(e => _code.Write(() => Element(e, values)))];
    }

    /// <summary>All steps on one element.</summary>
    private PtxRegister Element(int element, PtxRegister[][] inputs)
    {
        var values = new List<PtxRegister>(_types.Length);
        foreach (var input in inputs) values.Add(input[element]);
        foreach (var step in _steps)
        {
            int[] arguments = [.. step.Arguments];
            values.Add(step.Op.Accept(new PtxStep(_code, Array.ConvertAll(arguments, a => _types[a]), Array.ConvertAll(arguments, a => values[a]))));
        }
        return values[^1];
    }

    /// <summary>For each input the bytes from its first element to those of a run.</summary>
    private PtxRegister[] Places(PtxRegister at, Axis[] axes)
    {
        var places = new PtxRegister[_inputs];
        var sums = new PtxRegister?[_inputs];
        var rest = at;
        for (int d = axes.Length - 1; d >= 0; d--)
        {
            var coordinate = rest;
            if (d > 0)
            {
                rest = Divided(coordinate, axes[d]);
                coordinate = Remainder(coordinate, rest, axes[d]);
            }
            for (int i = 0; i < _inputs; i++)
            {
                if (_layout.IsConstant(i)) continue;
                var step = axes[d].Steps[i];
                sums[i] = (sums[i], _layout.IsWide) switch
                {
                    (null, true) => _code.Emit(PtxKind.Bits64, "mul.lo.s64", coordinate, step),
                    (null, false) => _code.Emit(PtxKind.Bits64, "mul.wide.s32", coordinate, step),
                    ({ } sum, true) => _code.Emit(PtxKind.Bits64, "mad.lo.s64", coordinate, step, sum),
                    ({ } sum, false) => _code.Emit(PtxKind.Bits64, "mad.wide.s32", coordinate, step, sum),
                };
            }
        }
        for (int i = 0; i < _inputs; i++)
            if (sums[i] is { } sum) places[i] = sum;
        return places;
    }

    private PtxRegister Divided(PtxRegister x, Axis axis)
    {
        if (_layout.IsWide) return _code.Emit(PtxKind.Bits64, "div.u64", x, axis.Length);
        // x / length = (mulhi(x, magic) + x) >> shift for x below 2³¹ (Granlund and Montgomery 1994).
        var high = _code.Emit(PtxKind.Bits32, "mul.hi.u32", x, axis.Magic);
        return _code.Emit(PtxKind.Bits32, "shr.u32", _code.Emit(PtxKind.Bits32, "add.u32", high, x), axis.Shift);
    }

    private PtxRegister Remainder(PtxRegister x, PtxRegister quotient, Axis axis) => _layout.IsWide
        ? _code.Emit(PtxKind.Bits64, "sub.s64", x, _code.Emit(PtxKind.Bits64, "mul.lo.s64", quotient, axis.Length))
        : _code.Emit(PtxKind.Bits32, "sub.s32", x, _code.Emit(PtxKind.Bits32, "mul.lo.s32", quotient, axis.Length));

    private PtxRegister[] LoadElements(PtxRegister address, int input, int width)
    {
        var type = _types[input];
        var kind = type == DType.Bool ? PtxKind.Bits32 : type.PtxKind;
        var loaded = Enumerable.Range(0, width).Select(_ => _code.New(kind)).ToArray();
        _code.Line(width == 1 ? $"ld.global.{type.PtxMemoryType} {loaded[0]}, [{address}]" : $"ld.global.v{width}.{type.PtxMemoryType} {{{string.Join(", ", loaded)}}}, [{address}]");
        return type == DType.Bool ? Array.ConvertAll(loaded, r => _code.Emit(PtxKind.Predicate, "setp.ne.s32", r, 0)) : loaded;
    }

    private void Store(PtxRegister y, PtxRegister at, PtxRegister[] results)
    {
        var type = _types[^1];
        if (type == DType.Bool) results = Array.ConvertAll(results, r => _code.Emit(PtxKind.Bits32, "selp.b32", 1, 0, r));
        int bytes = type.Size * _layout.Width;
        var place = _code.Emit(PtxKind.Bits64, _layout.IsWide ? "mul.lo.s64" : "mul.wide.u32", at, bytes);
        var address = _code.Emit(PtxKind.Bits64, "add.s64", y, place);
        _code.Line(results.Length == 1
            ? $"st.global.{type.PtxMemoryType} [{address}], {results[0]}"
            : $"st.global.v{results.Length}.{type.PtxMemoryType} [{address}], {{{string.Join(", ", results)}}}");
    }

    private PtxRegister Pointer(string name) => _code.Emit(PtxKind.Bits64, "cvta.to.global.u64", Load(name, PtxKind.Bits64));

    private PtxRegister Load(string name, PtxKind kind)
    {
        _parameters.Add($".param .{(kind == PtxKind.Bits64 ? "u64" : "u32")} {name}");
        var value = _code.New(kind);
        _code.Line($"ld.param.{(kind == PtxKind.Bits64 ? "u64" : "u32")} {value}, [{name}]");
        return value;
    }

    private Axis[] LoadAxes()
    {
        int rank = _layout.Lengths.Length;
        var axes = new Axis[rank];
        for (int d = 0; d < rank; d++)
        {
            var axis = new Axis { Steps = new PtxRegister[_inputs] };
            if (d > 0)
            {
                axis.Length = Load($"length{d}", IndexKind);
                if (!_layout.IsWide) (axis.Magic, axis.Shift) = (Load($"magic{d}", PtxKind.Bits32), Load($"shift{d}", PtxKind.Bits32));
            }
            for (int i = 0; i < _inputs; i++)
                if (!_layout.IsConstant(i)) axis.Steps[i] = Load($"step{d}_{i}", IndexKind);
            axes[d] = axis;
        }
        return axes;
    }

    private sealed class Axis
    {
        public PtxRegister Length, Magic, Shift;
        public required PtxRegister[] Steps;
    }
}
