namespace DeepSharp.Tests;

/// <summary>The shape rule against the shapes of real outputs.</summary>
internal static class ShapeCheck
{
    public static void Run(CheckCase c, Tensor[] outputs)
    {
        Compare(c, "on the null device", outputs, c.Inputs, exact: true);
        if (!c.Options.Has(OpChecks.OpenAxis) || c.Batched.Length == 0) return;
        var open = c.Inputs.Select((x, i) => !c.Batched.Contains(i) ? x : new Tensor(x.Spec with { Shape = x.Shape.With(0, Dim.Any) }, Device.Null));
        Compare(c, "with the first axis unknown", outputs, [.. open], exact: false);
    }

    private static void Compare(CheckCase c, string how, Tensor[] outputs, Tensor[] inputs, bool exact)
    {
        var symbols = c.Function(Array.ConvertAll(inputs, x => new Tensor(x.Spec, Device.Null)));
        if (symbols.Length != outputs.Length) Assert.Fail($"{c.Who}: {symbols.Length} outputs {how} but {outputs.Length} really.");
        for (int i = 0; i < outputs.Length; i++)
        {
            var (rule, real) = (symbols[i].Spec, outputs[i].Spec);
            bool fits = rule.DType == real.DType && (exact ? rule.Shape == real.Shape : rule.Shape.Matches(real.Shape));
            if (!fits) Assert.Fail($"{c.Who}: output {i} is {rule} {how} ({string.Join(", ", inputs.Select(x => x.Spec))}) but {real} really.");
        }
    }
}
