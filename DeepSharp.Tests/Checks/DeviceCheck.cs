namespace DeepSharp.Tests;

/// <summary>A case on another device against the CPU: eager and compiled, values and gradients, other layouts and sizes, every element type.</summary>
/// <remarks>While <see cref="Instead"/> runs a test, <see cref="OpCheck"/> and <see cref="LayerCheck"/> only look at that device: what they check on the CPU has been checked there.</remarks>
internal static class DeviceCheck
{
    /// <summary>Runs enough for kernels to settle, a device to record the step, and the recording to be run twice.</summary>
    private const int Runs = 5;

    [ThreadStatic] private static Device? t_device;

    /// <summary>The device to check, or null.</summary>
    public static Device? Current => t_device;

    /// <summary>Runs a test whose checks look at a device only.</summary>
    public static void Instead(Device device, Action test)
    {
        t_device = device;
        try { test(); }
        finally { t_device = null; }
    }

    /// <summary>Compares a case and its variants. An op that only a fusion pass makes is made only where the device has a kernel for it.</summary>
    public static void Run(CheckCase c, Device device)
    {
        if (c.Op is FusedProductOp or FusedBatchNormOp or FusedBatchNormGradientOp or FusedMaxPoolGradientOp
            && device.Backend.FindKernel(c.Op, Array.ConvertAll(c.Inputs, x => x.Spec)) is null) return;
        Plain(c.As(DType.Float32), device, c.Options.SingleTolerance);
        Plain(c, device, 1e-10);
        if (c.Options.Has(OpChecks.Half))
            foreach (var (dtype, tolerance) in new[] { (DType.Float16, 2e-3), (DType.BFloat16, 1.6e-2) }) Values(c.As(dtype), device, tolerance);
        var single = c.As(DType.Float32);
        if (c.Options.Has(OpChecks.OneElement)) Variant(single.With("one element", Array.ConvertAll(single.Inputs, InputVariants.First)), device);
        if (c.Options.Has(OpChecks.Empty) && c.Batched.Length > 0)
            Variant(single.With("empty", [.. single.Inputs.Select((x, i) => c.Batched.Contains(i) ? InputVariants.Empty(x) : x)]), device);
    }

    /// <summary>Compares a layer made here with one whose weights and states live on the device: outputs in inference and training, gradients, states afterwards, 16-bit floats.</summary>
    public static void Run(Func<Layer> make, Tensor[] inputs, Device device)
    {
        var here = make();
        here.Apply(inputs);
        var there = DefaultDevice.While(device, () =>
        {
            var layer = make();
            layer.Apply(Masked(device, inputs));
            return layer;
        });
        foreach (var (to, from) in Variables(there).Zip(Variables(here))) to.Assign(from.Value.To(device));
        foreach (bool training in new[] { false, true })
        {
            string who = $"{here}, {(training ? "training" : "inference")}: {device} against cpu";
            var expected = Step(here, inputs, training);
            var moved = Masked(device, inputs);
            var got = DefaultDevice.While(device, () => Step(there, moved, training));
            // What should vanish is noise on both sides.
            for (int i = 0; i < expected.Length; i++)
                if (Largest(expected[i]) < Vanishing) Assert.That(Largest(got[i]), Is.LessThan(10 * Vanishing), $"{who}, tensor {i}");
                else Close.Same($"{who}, tensor {i}", expected[i], got[i], LayerTolerance);
            Close.Same($"{who}, weights and states", [.. Variables(here).Select(v => v.Value)], [.. Variables(there).Select(v => v.Value)], LayerTolerance);
        }
    }

    private const double LayerTolerance = 2e-4, Vanishing = 1e-6;

    private static double Largest(Tensor x) => x.ToDoubles().Select(Math.Abs).DefaultIfEmpty(0).Max();

    /// <summary>Outputs, and gradients of a weighted sum of them where there is something to train.</summary>
    private static Tensor[] Step(Layer layer, Tensor[] inputs, bool training)
    {
        if (!training || layer.TrainableWeights.Count == 0) return layer.Apply(inputs, training);
        using var tape = new GradientTape();
        var outputs = layer.Apply(inputs, training);
        var floats = outputs.Where(y => y.DType.IsFloating).ToArray();
        var weights = DefaultDevice.While(Device.Cpu, () => GradientCheck.Weights([.. floats.Select(y => y.To(Device.Cpu))]));
        var loss = floats.Select((y, i) => (y * weights[i].To(y.Device)).Sum()).Aggregate((a, b) => a + b);
        return [.. outputs, .. tape.Gradient(loss, layer.TrainableWeights)];
    }

    private static IEnumerable<Variable> Variables(Layer layer) => [.. layer.Weights, .. layer.States];

    private static Tensor[] Masked(Device device, Tensor[] inputs) => Array.ConvertAll(inputs, x =>
    {
        var moved = x.To(device);
        moved.Mask = x.Mask?.To(device);
        return moved;
    });

    private static void Variant(CheckCase c, Device device)
    {
        if (c.Allows(c.Inputs)) Plain(c, device, c.Options.SingleTolerance);
    }

    private static void Plain(CheckCase c, Device device, double tolerance)
    {
        var expected = Values(c, device, tolerance);
        Tensor[] inputs = On(device, c.Inputs);
        if (c.Options.Has(OpChecks.Strided))
            foreach (var (name, strided) in InputVariants.Strided(inputs)) Close.Same($"{c.Who} [{name}]: {device} against cpu", expected, c.Function(strided), tolerance);
        if (c.Options.Has(OpChecks.Broadcast))
            foreach (var (name, stretched) in InputVariants.Broadcast(inputs))
                Close.Same($"{c.Who} [{name}]: {device} against cpu", c.Function(On(Device.Cpu, stretched)), c.Function(stretched), tolerance);
        var weights = GradientCheck.Weights(expected);
        bool gradients = c.Options.Has(OpChecks.Gradient) && c.Sources.Length > 0 && weights.Length > 0;
        var moved = On(device, weights);
        Tensor[] All(Tensor[] x) => gradients ? [.. c.Function(x), .. GradientCheck.Gradients(c, x, moved).OfType<Tensor>()] : c.Function(x);
        var eager = All(inputs);
        if (gradients)
            Close.Same(
                $"{c.Who}: gradients, {device} against cpu", [.. GradientCheck.Gradients(c, c.Inputs, weights).OfType<Tensor>()], eager[expected.Length..], 10 * tolerance);
        var program = Program.Compile(device, Array.ConvertAll(inputs, x => x.Spec), All);
        for (int run = 1; run <= Runs; run++) Close.Same($"{c.Who}: traced against eager on {device}, run {run}", eager, program.Run(inputs), tolerance);
    }

    private static Tensor[] Values(CheckCase c, Device device, double tolerance)
    {
        var expected = c.Run();
        var got = c.Function(On(device, c.Inputs));
        Assert.That(got.Where(y => y.Storage is not null).Select(y => y.Device), Is.All.EqualTo(device).Or.All.Matches<Device>(_ => c.Inputs.Length == 0), $"{c.Who}: where results are");
        Close.Same($"{c.Who}: {device} against cpu", expected, got, tolerance);
        return expected;
    }

    private static Tensor[] On(Device device, Tensor[] tensors) => Array.ConvertAll(tensors, t => t.To(device));
}
