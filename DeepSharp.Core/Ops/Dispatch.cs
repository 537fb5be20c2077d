namespace DeepSharp;

/// <summary>The one door every op goes through: symbolic, traced or eager.</summary>
internal static class Dispatch
{
    public static Tensor[] Run(Op op, Tensor[] inputs)
    {
        var specs = new TensorSpec[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) specs[i] = inputs[i].Spec;

        if (Array.Exists(inputs, t => t.Device == Device.Null)) return Inferred(op, inputs, specs);

        var trace = Trace.Current;
        if (trace is ScanTrace body) return InScan(body, op, inputs, specs);
        foreach (var t in inputs)
            if (t.Trace is not null && t.Trace != trace) throw Trace.Ended(t, op.Name);

        if (trace is { TakesWhole: true }) return InWhole(trace, op, inputs, specs);

        var outputs = op.Infer(specs);
        foreach (var o in outputs)
            if (!o.Shape.IsKnown) return Symbols(outputs);

        var device = CommonDevice(op, inputs, trace);
        var kernel = op is ViewOp ? null : device.Backend.FindKernel(op, specs);
        if (kernel is null && op is not ViewOp) return Widened(op, inputs, outputs) ?? Composed(op, inputs) ?? throw Missing(op, device, specs);
        var results = trace is not null ? trace.Record(op, inputs, outputs) : Execute(op, inputs, specs, outputs, device, kernel);
        GradientTape.Record(op, inputs, results);
        return results;
    }

    /// <summary>Records one op of a scan's step as it was called: compositions are worked out when the step runs or is differentiated.</summary>
    private static Tensor[] InScan(ScanTrace body, Op op, Tensor[] inputs, TensorSpec[] specs)
    {
        var symbols = Array.ConvertAll(inputs, t => body.Symbolize(t, op.Name));
        var outputs = op.Infer(specs);
        if (Array.Exists(outputs, o => !o.Shape.IsKnown)) return Symbols(outputs);
        CommonDevice(op, inputs, body);
        var results = body.Record(op, symbols, outputs);
        // Tapes opened inside the step know tensors of the world outside by what they are there.
        GradientTape.Record(op, inputs, results);
        return results;
    }

    /// <summary>Records an op as it was called, or what it is composed of.</summary>
    private static Tensor[] InWhole(Trace trace, Op op, Tensor[] inputs, TensorSpec[] specs)
    {
        if (!trace.Takes(op, specs) && op.Compose(inputs) is { } parts) return parts;
        return trace.Record(op, inputs, op.Infer(specs));
    }

    /// <summary>Runs one op now.</summary>
    public static Tensor[] Execute(Op op, Tensor[] inputs, TensorSpec[] specs, TensorSpec[] outputs, Device device, Kernel? kernel = null)
    {
        if (op is ViewOp view)
        {
            var source = inputs[0];
            var layout = view.TryView(source, outputs[0].Shape) ?? view.TryView(source = Contiguous(source), outputs[0].Shape)!.Value;
            return [source.View(outputs[0].Shape, layout.Offset, layout.Strides)];
        }
        kernel ??= device.Backend.FindKernel(op, specs) ?? throw Missing(op, device, specs);
        var results = new Tensor[outputs.Length];
        try
        {
            for (int i = 0; i < results.Length; i++) results[i] = Tensor.Empty(outputs[i].Shape, outputs[i].DType, device);
        }
        catch (DeviceMemoryException e)
        {
            throw e.For(op.Name);
        }
        var operands = new Tensor[inputs.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            var x = inputs[i].Device == device ? inputs[i] : inputs[i].To(device);
            operands[i] = x.IsContiguous || kernel.AcceptsStrided(op, i, x) ? x : Contiguous(x);
        }
        if (OpObserver.Current is { } observer) observer.Run(device, kernel, op, operands, results);
        else if (DebugOutput.Level > 0) DebugOutput.Run(device, kernel, op, operands, results, OpScope.Current);
        else kernel.Run(op, operands, results);
        return results;
    }

    /// <summary>Runs an op on 16-bit floats where the device has no kernel for them: in float32 as a whole, each result rounded once.</summary>
    /// <remarks>Widening is exact. Tapes and traces see the casts and the float32 op, so the op's gradient is computed in float32 too.</remarks>
    private static Tensor[]? Widened(Op op, Tensor[] inputs, TensorSpec[] outputs)
    {
        var wide = op.ForFloat32();
        if (ReferenceEquals(wide, op) && !Array.Exists(inputs, t => t.DType.Is16Bit)) return null;
        var results = Run(wide, Array.ConvertAll(inputs, t => t.DType.Is16Bit ? t.Cast(DType.Float32) : t));
        return [.. results.Select((y, i) => outputs[i].DType.Is16Bit ? y.Cast(outputs[i].DType) : y)];
    }

    /// <summary>Runs an op's composition. A gradient rule of the op's own goes before those of its parts.</summary>
    private static Tensor[]? Composed(Op op, Tensor[] inputs)
    {
        if (!GradientTape.IsRecording || !op.HasGradientRule) return op.Compose(inputs);
        var outputs = GradientTape.Unrecorded(() => op.Compose(inputs)?.Select(y => inputs.Contains(y) ? y.Alias() : y).ToArray());
        if (outputs is not null) GradientTape.Record(op, inputs, outputs);
        return outputs;
    }

    /// <summary>A dense copy of a strided view.</summary>
    public static Tensor Contiguous(Tensor x)
    {
        if (x.IsContiguous) return x;
        var copy = new CopyOp();
        return Execute(copy, [x], [x.Spec], [x.Spec], x.Device)[0];
    }

    public static MissingKernelException Missing(Op op, Device device, TensorSpec[] specs) => new(
        $"{device.Backend.Name} has no kernel for op '{op.Name}' on ({string.Join(", ", specs)}), and the op is no composition: " +
        $"add {device.Backend.KernelFile(op)}, cast the inputs to float32, or run on Device.Cpu.");

    private static Tensor[] Inferred(Op op, Tensor[] inputs, TensorSpec[] specs)
    {
        var outputs = Symbols(op.Infer(specs));
        SymbolObserver.Current?.Inferred(op, inputs, outputs);
        return outputs;
    }

    private static Tensor[] Symbols(TensorSpec[] specs) => [.. specs.Select(s => new Tensor(s, Device.Null))];

    /// <summary>Scalars may come from any device; everything else must agree.</summary>
    private static Device CommonDevice(Op op, Tensor[] inputs, Trace? trace)
    {
        Device? device = trace?.Device;
        foreach (var t in inputs)
        {
            if (t.Device == device || t.Constant is not null || t.Rank == 0) continue;
            if (device is not null)
                throw new DeviceMismatchException($"[{op.Name}] inputs live on {device} and {t.Device}. Move one with tensor.To(device).");
            device = t.Device;
        }
        return device ?? (inputs.Length > 0 ? inputs[0].Device : Device.Default);
    }
}
