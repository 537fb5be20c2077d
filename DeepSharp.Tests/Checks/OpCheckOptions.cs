namespace DeepSharp.Tests;

/// <summary>What <see cref="OpCheck"/> looks at beyond the plain values.</summary>
[Flags]
public enum OpChecks
{
    /// <summary>Only values, shapes, composition and the traced step.</summary>
    Values = 0,

    /// <summary>First derivatives against finite differences.</summary>
    Gradient = 1,

    /// <summary>Second derivatives against finite differences of the first.</summary>
    SecondGradient = 2,

    /// <summary>Transposed and sliced views as inputs.</summary>
    Strided = 4,

    /// <summary>Stretched views as inputs.</summary>
    Broadcast = 8,

    /// <summary>Inputs with one element, where the shape rule allows it.</summary>
    OneElement = 16,

    /// <summary>Inputs whose first axis is empty, where the shape rule allows it.</summary>
    Empty = 32,

    /// <summary>The shape rule with the first axis unknown.</summary>
    OpenAxis = 64,

    /// <summary>float32 against float64.</summary>
    Single = 128,

    /// <summary>No managed memory is taken by a program's run once it is warm.</summary>
    NoAllocation = 256,

    /// <summary>float16 and bfloat16 against float32.</summary>
    Half = 512,

    /// <summary>Everything.</summary>
    All = 1023,
}

/// <summary>How strict <see cref="OpCheck"/> is.</summary>
public sealed record OpCheckOptions
{
    /// <summary>What to check; <c>OpChecks.All &amp; ~OpChecks.SecondGradient</c> leaves something out.</summary>
    public OpChecks Checks { get; init; } = OpChecks.All;

    /// <summary>Allowed relative difference of two ways to compute a float64 value.</summary>
    public double DoubleTolerance { get; init; } = 1e-12;

    /// <summary>Allowed relative difference between float32 and float64; gradients get ten times as much.</summary>
    public double SingleTolerance { get; init; } = 1e-5;

    /// <summary>Allowed relative difference between a gradient and its finite differences.</summary>
    public double GradientTolerance { get; init; } = 1e-6;

    /// <summary>Inputs that stay float32 where the others have 16 bits.</summary>
    public int[] WideInputs { get; init; } = [];

    /// <summary>Outputs that are float32 where the inputs have 16 bits.</summary>
    public int[] WideOutputs { get; init; } = [];

    /// <summary>Inputs to differentiate with respect to; null means all floating ones.</summary>
    public int[]? Differentiate { get; init; }

    /// <summary>Inputs that share the first axis (the batch); null means those whose first axis is as long as the first input's.</summary>
    public int[]? Batched { get; init; }

    /// <summary>The largest step of finite differences, relative to an element (absolute below 0.1).</summary>
    public double Step { get; init; } = 1e-3;

    /// <summary>Elements of an input that are varied; of larger inputs an even choice is.</summary>
    public int Elements { get; init; } = 40;

    /// <summary>Whether all these checks are wanted.</summary>
    public bool Has(OpChecks checks) => (Checks & checks) == checks;
}
