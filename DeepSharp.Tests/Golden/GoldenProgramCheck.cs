namespace DeepSharp.Tests;

/// <summary>Runs a function on a golden case's inputs and compares outputs and gradients.</summary>
public static class GoldenProgramCheck
{
    /// <summary>Inputs that have a gradient are given as float64, all others as int32. Works eagerly and in a traced step.</summary>
    public static void Run(GoldenCase golden, Func<Tensor[], Tensor[]> function, double tolerance = 1e-6)
    {
        var inputs = golden.Inputs.Select(name =>
        {
            var (shape, values) = golden.Array(name);
            var x = Tensor.From(values, shape);
            return golden.Has(name + ".grad") ? x : x.Cast(DType.Int32);
        }).ToArray();
        Compare(golden, WithGradients(golden, function)(inputs), tolerance);
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), WithGradients(golden, function));
        Compare(golden, program.Run(inputs), tolerance);
    }

    private static Func<Tensor[], Tensor[]> WithGradients(GoldenCase golden, Func<Tensor[], Tensor[]> function) => x =>
    {
        using var tape = new GradientTape();
        tape.Watch(x);
        var outputs = function(x);
        Tensor? total = null;
        foreach (var (name, y) in golden.Outputs.Zip(outputs))
        {
            if (!golden.Has(name + ".upstream")) continue;
            var (shape, values) = golden.Upstream(name);
            var term = (y * Tensor.From(values, shape)).Sum();
            total = total is null ? term : total + term;
        }
        Tensor[] sources = [.. x.Where((_, i) => golden.Has(golden.Inputs[i] + ".grad"))];
        return total is null ? outputs : [.. outputs, .. tape.Gradient(total, sources).Select(g => g!)];
    };

    private static void Compare(GoldenCase golden, Tensor[] got, double tolerance)
    {
        string[] names = [.. golden.Outputs, .. golden.DifferentiableInputs.Select(name => name + ".grad")];
        Assert.That(got, Has.Length.EqualTo(names.Length), golden.Name);
        for (int i = 0; i < names.Length; i++)
        {
            var (shape, values) = golden.Array(names[i]);
            Close.Same($"{golden.Name}, {names[i]}", Tensor.From(values, shape), got[i], tolerance);
        }
    }
}
