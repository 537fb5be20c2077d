namespace DeepSharp.Tests.Graphs;

/// <summary>The gradient of a function as a compiled program has it.</summary>
internal static class CompiledGradient
{
    /// <summary>Compiles the gradient of Σ f(x)², compares with the bits of the eager one, and gives the names of the ops.</summary>
    public static string[] Names(Func<Tensor, Tensor> f, Tensor x)
    {
        Tensor[] Step(Tensor[] t)
        {
            using var tape = new GradientTape();
            tape.Watch(t[0]);
            var y = f(t[0]);
            return [.. tape.Gradient((y * y).Sum(), t).OfType<Tensor>()];
        }
        var program = Program.Compile(Device.Cpu, [x.Spec], Step);
        for (int run = 0; run < 2; run++) Close.Identical($"fused, run {run}", Step([x]), program.Run(x));
        return [.. program.Listing.Select(s => s[(s.IndexOf("= ", StringComparison.Ordinal) + 2)..s.IndexOf('(')])];
    }
}
