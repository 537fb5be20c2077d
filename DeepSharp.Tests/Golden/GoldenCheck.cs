namespace DeepSharp.Tests;

/// <summary>A function of floating tensors against the outputs and gradients of a golden case, in single and in double precision.</summary>
internal static class GoldenCheck
{
    private const double Tolerance = 1e-5;

    /// <summary>Fails unless the function of the case's inputs gives its outputs and, as far as the case has them, its gradients.</summary>
    /// <param name="golden">The expected values.</param>
    /// <param name="function">Gets the inputs in the case's order and gives the outputs in the case's order.</param>
    public static void Run(GoldenCase golden, Func<Tensor[], Tensor[]> function)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            string who = $"{golden.Name} in {dtype.KerasName}";
            Tensor[] inputs = [.. golden.Inputs.Select(name => Read(golden.Array(name), dtype))];
            using var tape = new GradientTape();
            tape.Watch(inputs);
            var outputs = function(inputs);
            Assert.That(outputs, Has.Length.EqualTo(golden.Outputs.Count), who);
            Tensor? total = null;
            for (int i = 0; i < outputs.Length; i++)
            {
                string name = golden.Outputs[i];
                Close.Same($"{who}: {name}", Read(golden.Array(name), dtype), outputs[i], Tolerance);
                if (!golden.Has(name + ".upstream")) continue;
                var term = (outputs[i] * Read(golden.Array(name + ".upstream"), dtype)).Sum();
                total = total is null ? term : total + term;
            }
            if (total is null) continue;
            var gradients = tape.Gradient(total, inputs);
            for (int i = 0; i < inputs.Length; i++)
            {
                string name = golden.Inputs[i];
                if (!golden.Has(name + ".grad")) continue;
                Assert.That(gradients[i], Is.Not.Null, $"{who}: the gradient of {name}");
                Close.Same($"{who}: gradient of {name}", Read(golden.Gradient(name), dtype), gradients[i]!, Tolerance);
            }
        }
    }

    /// <summary>A golden array as a tensor.</summary>
    public static Tensor Read(GoldenArray array, DType dtype) => Tensor.From(array.Values, array.Shape).Cast(dtype);
}
