namespace DeepSharp.Tests;

/// <summary>16-bit floats: an op gives the bits of its float32 result rounded once, traced steps the bits of eager ones, and gradients their inputs' type.</summary>
internal static class HalfCheck
{
    public static void Run(CheckCase c)
    {
        if (!c.Inputs.Any(x => x.DType.IsFloating)) return;
        foreach (var dtype in new[] { DType.Float16, DType.BFloat16 })
        {
            var narrow = c.As(dtype);
            var outputs = narrow.Run();
            if (c.IsOneOp)
            {
                var wide = narrow.As(DType.Float32).Run();
                Close.Identical($"{narrow.Who}: against float32 rounded", [.. wide.Select((y, i) => y.Cast(outputs[i].DType))], outputs);
                var types = wide.Select((y, i) => y.DType == DType.Float32 && !c.Options.WideOutputs.Contains(i) ? dtype : y.DType);
                Assert.That(outputs.Select(y => y.DType), Is.EqualTo(types), $"{narrow.Who}: types");
            }
            ProgramCheck.Run(narrow, Device.Cpu);
            if (!c.Options.Has(OpChecks.Gradient) || c.Sources.Length == 0 || GradientCheck.Weights(outputs) is not { Length: > 0 } weights) continue;
            foreach (var (i, g) in GradientCheck.Gradients(narrow, narrow.Inputs, weights).Index())
                if (g is not null) Assert.That(g.Spec, Is.EqualTo(narrow.Inputs[c.Sources[i]].Spec), $"{narrow.Who}: gradient with respect to input {c.Sources[i]}");
        }
    }
}
