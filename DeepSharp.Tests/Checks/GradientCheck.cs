namespace DeepSharp.Tests;

/// <summary>Gradients against finite differences, first and second derivatives.</summary>
internal static class GradientCheck
{
    /// <summary>Checks the derivatives of a random weighted sum of the outputs.</summary>
    public static void Run(CheckCase c)
    {
        if (c.Sources.Length == 0) return;
        var weights = Weights(c.Run());
        if (weights.Length == 0) return;
        First(c, weights, "gradient");
        if (c.Options.Has(OpChecks.SecondGradient)) Second(c, weights);
    }

    /// <summary>Random weights for the floating outputs.</summary>
    public static Tensor[] Weights(Tensor[] outputs) =>
        [.. outputs.Where(y => y.DType.IsFloating).Select((y, i) => Samples.AwayFromZero(y.Shape, 0.5, 1.5, 77 + i).Cast(y.DType))];

    /// <summary>The gradients of Σ weights · outputs with respect to the sources; null where there is none.</summary>
    public static Tensor?[] Gradients(CheckCase c, Tensor[] inputs, Tensor[] weights)
    {
        using var tape = new GradientTape(persistent: true);
        // Sources are told apart even where the same tensor is given twice.
        Tensor[] x = [.. inputs];
        foreach (int i in c.Sources) x[i] = x[i].Alias();
        Tensor[] sources = [.. c.Sources.Select(i => x[i])];
        tape.Watch(sources);
        Tensor? total = null;
        foreach (var (y, w) in c.Function(x).Where(y => y.DType.IsFloating).Zip(weights))
        {
            var term = (y * w).Sum();
            total = total is null ? term : total + term;
        }
        return tape.Gradient(total!, sources);
    }

    private static void First(CheckCase c, Tensor[] weights, string what)
    {
        var gradients = Gradients(c, c.Inputs, weights);
        for (int k = 0; k < c.Sources.Length; k++)
        {
            int input = c.Sources[k];
            var x = c.Inputs[input];
            string who = $"{c.Who}: {what} with respect to input {input}";
            if (gradients[k] is { } g && g.Spec != x.Spec) Assert.Fail($"{who} must be {x.Spec} but is {g.Spec}.");
            int[] elements = Choose((int)x.Count, c.Options.Elements);
            double[] all = gradients[k]?.ToDoubles() ?? new double[x.Count];
            double[] expected = FiniteDifferences.Of(c, input, elements, weights);
            double floor = Math.Min(1, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
            for (int e = 0; e < elements.Length; e++)
            {
                double got = all[elements[e]], allowed = c.Options.GradientTolerance * Math.Max(Math.Abs(expected[e]), Math.Max(floor, 1e-3));
                if (!(Math.Abs(got - expected[e]) <= allowed))
                    Assert.Fail($"{who}, element {Close.Index(x.Shape, elements[e])}: expected {expected[e]:R} (finite differences) but got {got:R}.");
            }
        }
    }

    /// <summary>Checks the gradient function as a function of its own, of the inputs and of the arriving gradients.</summary>
    private static void Second(CheckCase c, Tensor[] weights)
    {
        int inputs = c.Inputs.Length;
        Tensor[] Gradient(Tensor[] x) =>
            [.. Gradients(c, x[..inputs], x[inputs..]).Select((g, i) => g ?? Tensor.Zeros(c.Inputs[c.Sources[i]].Shape, DType.Float64))];
        var options = c.Options with { Differentiate = [.. c.Sources, .. Enumerable.Range(inputs, weights.Length)] };
        var second = new CheckCase(c.Who, Gradient, [.. c.Inputs, .. weights], options, null);
        First(second, Weights(second.Run()), "second derivative");
    }

    private static int[] Choose(int count, int most) =>
        count <= most ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * count / most))];
}
