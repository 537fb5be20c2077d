using System.Numerics;

namespace DeepSharp.Gpu;

/// <summary>An element-wise kernel for one layout of its operands, with the arguments that do not change from run to run.</summary>
internal sealed class ElementwiseLaunch
{
    private readonly CudaContext _cuda;
    private readonly Op _op;
    private readonly FusedStep[] _steps;
    private readonly DType[] _types;
    private readonly ElementwiseLayout _layout;
    private readonly KernelArgument[] _arguments;
    private Variant? _wide, _single;

    public ElementwiseLaunch(CudaContext cuda, Op op, FusedStep[] steps, DType[] types, ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        (_cuda, _op, _steps, _types) = (cuda, op, steps, types);
        _layout = ElementwiseLayout.Of(output.Shape, inputs, Array.Exists(types, t => t.Size == 8) ? 2 : 4);
        // Pointers, fault slot, runs, and for each axis its length (two numbers more to divide by it) and every input's step.
        _arguments = new KernelArgument[3 + inputs.Length + _layout.Lengths.Length * (3 + inputs.Length)];
    }

    public void Run(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        int width = _layout.Width;
        long count = _layout.Count, whole = count / width;
        if (width > 1 && whole > 0 && Aligned(inputs, output))
        {
            Launch(_wide ??= Make(_layout), inputs, output, 0, whole);
            if (whole * width == count) return;
            Launch(_single ??= Make(_layout.OneByOne()), inputs, output, whole * width, count - whole * width);
        }
        else Launch(_single ??= Make(_layout.OneByOne()), inputs, output, 0, count);
    }

    /// <summary>Launches for the elements from <paramref name="first"/> on; only the one axis of a flat layout is ever cut.</summary>
    private void Launch(Variant variant, ReadOnlySpan<Tensor> inputs, Tensor output, long first, long runs)
    {
        int n = 0;
        _arguments[n++] = output.Address(first);
        for (int i = 0; i < inputs.Length; i++) _arguments[n++] = inputs[i].Address(first * _layout.Steps[i][^1]);
        if (variant.CanFail) _arguments[n++] = _cuda.FaultSlot(_op, 0, static (op, _, _, _) => new DivideByZeroException($"[{op.Name}] an integer was divided by zero."));
        _arguments[n++] = runs;
        foreach (var argument in variant.Axes) _arguments[n++] = argument;
        _cuda.Launch(variant.Function, _cuda.GridFor(runs), _arguments.AsSpan(0, n));
    }

    private bool Aligned(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        bool aligned = output.Address().Address % (ulong)(output.DType.Size * _layout.Width) == 0;
        for (int i = 0; i < inputs.Length && aligned; i++)
        {
            if (_layout.Steps[i][^1] == 0) continue;
            int bytes = inputs[i].DType.Size;
            aligned = inputs[i].Address().Address % (ulong)(bytes * _layout.Width) == 0;
            for (int d = 0; d + 1 < _layout.Lengths.Length && aligned; d++) aligned = _layout.Steps[i][d] % _layout.Width == 0;
        }
        return aligned;
    }

    private Variant Make(ElementwiseLayout layout)
    {
        var key = new ElementwiseKey(new([.. _steps]), new([.. _types]), layout.Key);
        if (!_cuda.Elementwise.TryGetValue(key, out var known))
        {
            var writer = new ElementwiseWriter(_steps, _types, layout);
            var module = CudaModule.Load(_op.Name, writer.Write());
            _cuda.Elementwise[key] = known = (module.Function(ElementwiseWriter.Entry), writer.CanFail);
        }
        return new(known.Function, known.CanFail, [.. AxisArguments(layout)]);
    }

    private IEnumerable<KernelArgument> AxisArguments(ElementwiseLayout layout)
    {
        int rank = layout.Lengths.Length;
        for (int d = 0; d < rank; d++)
        {
            int length = layout.Lengths[d];
            // Along the last axis a thread goes from run to run.
            if (d == rank - 1 && rank > 1) length /= layout.Width;
            if (d > 0)
            {
                if (layout.IsWide) yield return (long)length;
                else
                {
                    int shift = 32 - BitOperations.LeadingZeroCount((uint)length - 1);
                    yield return length;
                    yield return (int)(uint)((1UL << 32) * ((1UL << shift) - (uint)length) / (uint)length + 1);
                    yield return shift;
                }
            }
            for (int i = 0; i < layout.Steps.Length; i++)
            {
                if (layout.IsConstant(i)) continue;
                long step = layout.Steps[i][d] * _types[i].Size * (d == rank - 1 ? layout.Width : 1);
                yield return layout.IsWide ? step : (KernelArgument)checked((int)step);
            }
        }
    }

    private sealed record Variant(CudaFunction Function, bool CanFail, KernelArgument[] Axes);
}

/// <summary>What an emitted element-wise kernel depends on.</summary>
/// <param name="Steps">The ops.</param>
/// <param name="Types">Element types of inputs and results.</param>
/// <param name="Layout">How places are found.</param>
internal sealed record ElementwiseKey(EquatableArray<FusedStep> Steps, EquatableArray<DType> Types, string Layout);
