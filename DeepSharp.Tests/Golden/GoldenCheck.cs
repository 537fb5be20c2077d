namespace DeepSharp.Tests;

/// <summary>A function of tensors against the outputs and gradients of a golden case: in single and double precision, eager and traced.</summary>
internal static class GoldenCheck
{
    private const double Tolerance = 1e-5;

    /// <summary>Fails unless the function of the case's inputs gives its outputs and, as far as the case has them, its gradients.</summary>
    /// <param name="golden">The expected values.</param>
    /// <param name="function">Gets the inputs in the case's order, all floating, and gives the outputs in the case's order.</param>
    public static void Run(GoldenCase golden, Func<Tensor[], Tensor[]> function)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor[] inputs = [.. golden.Inputs.Select(name => Read(golden.Array(name), dtype))];
            Compare(golden, $"{golden.Name} in {dtype.KerasName}", Differentiate(golden, function, inputs));
            var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), x => Differentiate(golden, function, x));
            Compare(golden, $"{golden.Name} in {dtype.KerasName}, traced", program.Run(inputs));
        }
    }

    /// <summary>A golden array as a tensor.</summary>
    public static Tensor Read(GoldenArray array, DType dtype) => Tensor.From(array.Values, array.Shape).Cast(dtype);

    /// <summary>The outputs, then the gradients that the case has.</summary>
    private static Tensor[] Differentiate(GoldenCase golden, Func<Tensor[], Tensor[]> function, Tensor[] inputs)
    {
        using var tape = new GradientTape();
        tape.Watch(inputs);
        var outputs = function(inputs);
        Assert.That(outputs, Has.Length.EqualTo(golden.Outputs.Count), golden.Name);
        Tensor? total = null;
        foreach (var (name, y) in golden.Outputs.Zip(outputs).Where(p => golden.Has(p.First + ".upstream")))
        {
            var term = (y * Read(golden.Upstream(name), y.DType)).Sum();
            total = total is null ? term : total + term;
        }
        Tensor[] sources = [.. inputs.Where((_, i) => golden.Has(golden.Inputs[i] + ".grad"))];
        if (total is null || sources.Length == 0) return outputs;
        var gradients = tape.Gradient(total, sources);
        Assert.That(gradients, Has.None.Null, $"{golden.Name}: gradients of {string.Join(", ", golden.DifferentiableInputs)}");
        return [.. outputs, .. gradients.Select(g => g!)];
    }

    private static void Compare(GoldenCase golden, string who, Tensor[] got)
    {
        string[] names = [.. golden.Outputs, .. golden.DifferentiableInputs.Select(name => name + ".grad")];
        Assert.That(got, Has.Length.EqualTo(names.Length), who);
        foreach (var (name, value) in names.Zip(got)) Close.Same($"{who}: {name}", Read(golden.Array(name), DType.Float64), value, Tolerance);
    }
}
