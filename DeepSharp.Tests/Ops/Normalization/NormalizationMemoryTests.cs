namespace DeepSharp.Tests;

/// <summary>A warm step of each normalization with its gradient takes no managed memory.</summary>
public sealed class NormalizationMemoryTests
{
    private static readonly (string Name, Func<Tensor, Tensor> F)[] s_functions =
    [
        ("group_norm, last axis", x => x.GroupNorm(4)), ("group_norm, first axis", x => x.GroupNorm(3, axis: 1)), ("layer_norm", x => x.LayerNorm()),
        ("rms_norm", x => x.RmsNorm(axes: new(1, 2))), ("unit_normalize", x => x.UnitNormalize()), ("softmax", x => x.Softmax()),
        ("max, last axis", x => x.Max(2)), ("max, first axis", x => x.Max(1)),
    ];

    private static IEnumerable<TestCaseData> Functions() => s_functions.Select(f => new TestCaseData(f.F).SetArgDisplayNames(f.Name));

    [TestCaseSource(nameof(Functions))]
    public void WarmStep_AllocatesNothing(Func<Tensor, Tensor> function)
    {
        Tensor x = Samples.Uniform([70, 33, 40]).Cast(DType.Float32).Clone();
        var step = new TracedFunction(t =>
        {
            using var tape = new GradientTape();
            tape.Watch(t[0]);
            var y = function(t[0]);
            return [tape.Gradient(y * y, t[0])];
        });
        Allocation.None(() => step.Run(x));
    }
}
