using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>The two gradients of a 3 × 3 convolution one by one, in float32: early, middle and late layers of small networks.</summary>
public class ConvGradientBenchmark
{
    private Program _input = null!, _kernel = null!;
    private Tensor[] _inputs = null!;

    /// <summary>Batch × rows = columns × channels → filters / stride.</summary>
    [Params("64x32x3-16/1", "64x32x16-16/1", "64x32x16-32/2", "8x56x64-128/1", "8x28x128-256/1")]
    public string Case { get; set; } = "";

    /// <summary>Compiles both once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int[] n = [.. Case.Split('x', '-', '/').Select(int.Parse)];
        _inputs = [Compiled.Noise([n[0], n[1], n[1], n[2]]), Compiled.Noise([3, 3, n[2], n[3]], 2)];
        Tensor Conv(Tensor[] t) => t[0].Conv(t[1], [n[4], n[4]], Padding.Same);
        (_input, _kernel) = (Compiled.Backward(_inputs, Conv, 0), Compiled.Backward(_inputs, Conv, 1));
    }

    /// <summary>With respect to the input.</summary>
    [Benchmark]
    public Tensor InputGradient() => _input.Run(_inputs)[0];

    /// <summary>With respect to the kernel.</summary>
    [Benchmark]
    public Tensor KernelGradient() => _kernel.Run(_inputs)[0];
}
