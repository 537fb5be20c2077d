namespace DeepSharp.Tests;

/// <summary>Everything an op must hold, in one call.</summary>
/// <remarks>
/// The shape rule agrees with real shapes, also with the first axis unknown; kernel and composition give the same values, and so do
/// float32 and float64; 16-bit floats are computed in float32 and rounded; first and second derivatives agree with finite differences; strided, stretched, one-element and empty inputs
/// work; a traced step gives the bits of eager running without taking managed memory; the number of threads does not matter; other devices agree (<see cref="DeviceCheck"/>). Give floating inputs as float64 (<see cref="Samples"/>), small and away from kinks.
/// </remarks>
/// <example><c>OpCheck.Run(new SoftmaxOp(-1), Samples.Uniform([2, 3, 5]));</c></example>
public static class OpCheck
{
    /// <summary>Checks an op.</summary>
    public static void Run(Op op, params Tensor[] inputs) => Run(op, new OpCheckOptions(), inputs);

    /// <inheritdoc cref="Run(Op, Tensor[])"/>
    public static void Run(Op op, OpCheckOptions options, params Tensor[] inputs)
    {
        OpCoverage.Note(op);
        Check(new($"{op}", x => op.ApplyAll(x), inputs, options, op));
    }

    /// <summary>Checks a function made of ops.</summary>
    public static void Run(Func<Tensor[], Tensor> function, params Tensor[] inputs) => Run(function, new OpCheckOptions(), inputs);

    /// <inheritdoc cref="Run(Func{Tensor[], Tensor}, Tensor[])"/>
    public static void Run(Func<Tensor[], Tensor> function, OpCheckOptions options, params Tensor[] inputs) =>
        Check(Case(x => [function(x)], options, inputs));

    /// <summary>Checks that values and gradients do not depend on the number of threads; give inputs large enough to be split.</summary>
    public static void Threads(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        if (DeviceCheck.Current is null) ProgramCheck.Threads(Case(x => [function(x)], new OpCheckOptions(), inputs));
    }

    private static CheckCase Case(Func<Tensor[], Tensor[]> function, OpCheckOptions options, Tensor[] inputs)
    {
        var nodes = Trace.Record(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), function).Nodes;
        foreach (var node in nodes) OpCoverage.Note(node.Op);
        return new(string.Join(" → ", nodes.Select(n => n.Op.Name)), function, inputs, options, null) { IsOneOp = nodes.Count == 1 && nodes[0].Op is not ScanOp };
    }

    private static void Check(CheckCase c)
    {
        foreach (var x in c.Inputs)
            if (x.DType.IsFloating && x.DType != DType.Float64)
                throw new ArgumentException($"{c.Who}: floating inputs of OpCheck must be float64 but one is {x.Spec}.");
        if (DeviceCheck.Current is { } device)
        {
            DeviceCheck.Run(c, device);
            return;
        }
        var outputs = Plain(c);
        if (c.Options.Has(OpChecks.Gradient)) GradientCheck.Run(c);
        if (c.Options.Has(OpChecks.Strided))
            foreach (var (name, inputs) in InputVariants.Strided(c.Inputs))
                Close.Identical($"{c.Who}: {name} against dense", outputs, c.Function(inputs));
        if (c.Options.Has(OpChecks.Broadcast))
            foreach (var (name, inputs) in InputVariants.Broadcast(c.Inputs))
                Close.Identical($"{c.Who}: {name} against dense", c.Function(Array.ConvertAll(inputs, x => x.Contiguous())), c.Function(inputs));
        ProgramCheck.Threads(c);
        if (c.Options.Has(OpChecks.OneElement)) Variant(c.With("one element", Array.ConvertAll(c.Inputs, InputVariants.First)));
        if (c.Options.Has(OpChecks.Empty) && c.Batched.Length > 0)
        {
            // Of nothing there is no second derivative to measure, and means are NaN.
            var empty = c.With("empty", [.. c.Inputs.Select((x, i) => c.Batched.Contains(i) ? InputVariants.Empty(x) : x)]);
            Variant(empty with { Options = c.Options with { Checks = c.Options.Checks & ~OpChecks.SecondGradient } });
        }
    }

    /// <summary>Checks other shapes where the shape rule takes them.</summary>
    private static void Variant(CheckCase c)
    {
        if (!c.Allows(c.Inputs)) return;
        Plain(c);
        if (c.Options.Has(OpChecks.Gradient)) GradientCheck.Run(c);
    }

    /// <summary>Shapes, composition, precision, traced step.</summary>
    private static Tensor[] Plain(CheckCase c)
    {
        var outputs = c.Run();
        ShapeCheck.Run(c, outputs);
        var kernel = c.Op is null or ViewOp ? null : Device.Cpu.Backend.FindKernel(c.Op, Array.ConvertAll(c.Inputs, x => x.Spec));
        if (kernel is not null && c.Op!.Compose(c.Inputs) is { } composed)
            Close.Same($"{c.Who}: kernel against composition", composed, outputs, c.Options.DoubleTolerance);

        var single = c.As(DType.Float32);
        var rounded = single.Run();
        if (c.Options.Has(OpChecks.Single)) Close.Same($"{c.Who}: float32 against float64", outputs, rounded, c.Options.SingleTolerance);
        if (c.Options.Has(OpChecks.Single | OpChecks.Gradient) && c.Sources.Length > 0 && GradientCheck.Weights(outputs) is { Length: > 0 } weights)
        {
            var expected = GradientCheck.Gradients(c, c.Inputs, weights).OfType<Tensor>().ToArray();
            var got = GradientCheck.Gradients(single, single.Inputs, GradientCheck.Weights(rounded)).OfType<Tensor>().ToArray();
            Close.Same($"{c.Who}: gradient in float32 against float64", expected, got, 10 * c.Options.SingleTolerance);
        }
        ProgramCheck.Run(single, Device.Cpu);
        ProgramCheck.Run(c, Device.Cpu);
        if (c.Options.Has(OpChecks.Half)) HalfCheck.Run(c);
        return outputs;
    }
}
