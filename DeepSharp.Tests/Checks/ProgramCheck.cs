using DeepSharp.Cpu;
using DeepSharp.Tests.Cpu;

namespace DeepSharp.Tests;

/// <summary>The traced step against eager running, and one thread against several.</summary>
internal static class ProgramCheck
{
    /// <summary>Compiles outputs and gradients, runs them twice, and compares every bit with eager values.</summary>
    public static void Run(CheckCase c, Device device)
    {
        Tensor[] inputs = Array.ConvertAll(c.Inputs, x => x.To(device).Contiguous());
        var function = WithGradients(c, Array.ConvertAll(GradientCheck.Weights(c.Run()), w => w.To(device)));
        var eager = function(inputs);
        var program = Program.Compile(device, Array.ConvertAll(inputs, x => x.Spec), function);
        Close.Identical($"{c.Who}: traced against eager on {device}", eager, program.Run(inputs));
        Close.Identical($"{c.Who}: traced against eager on {device}, second run", eager, program.Run(inputs));
        if (c.Options.Has(OpChecks.NoAllocation) && device == Device.Cpu) NoAllocation(c.Who, program, inputs);
    }

    /// <summary>Fails if a warm program takes managed memory.</summary>
    public static void NoAllocation(string who, Program program, Tensor[] inputs)
    {
        using var one = new PoolThreads(1);
        Allocation.None(() => program.Run(inputs), () => $"{who}: kernels must not allocate.\n{string.Join('\n', program.Listing)}");
    }

    /// <summary>Fails unless values and gradients are the same bits whatever the number of threads. Give inputs large enough to be split.</summary>
    public static void Threads(CheckCase c)
    {
        var function = WithGradients(c, GradientCheck.Weights(c.Run()));
        Tensor[] expected;
        using (new PoolThreads(1)) expected = function(c.Inputs);
        foreach (int threads in new[] { 2, 3 })
        {
            using var several = new PoolThreads(threads);
            Close.Identical($"{c.Who}: {threads} threads against one", expected, function(c.Inputs));
        }
    }

    private static Func<Tensor[], Tensor[]> WithGradients(CheckCase c, Tensor[] weights) => x =>
    {
        var outputs = c.Function(x);
        if (!c.Options.Has(OpChecks.Gradient) || c.Sources.Length == 0 || weights.Length == 0) return outputs;
        return [.. outputs, .. GradientCheck.Gradients(c, x, weights).OfType<Tensor>()];
    };
}
