using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>A 3 × 3 convolution of each channel by itself and its two gradients, in float32: 16 × 56 × 56 × 64.</summary>
public class DepthwiseBenchmark
{
    private Program _forward = null!, _input = null!, _kernel = null!;
    private Tensor[] _inputs = null!;

    /// <summary>Places from one window to the next.</summary>
    [Params(1, 2)]
    public int Stride { get; set; }

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _inputs = [Compiled.Noise([16, 56, 56, 64]), Compiled.Noise([3, 3, 1, 64], 2)];
        Tensor Conv(Tensor[] t) => t[0].Conv(t[1], [Stride, Stride], Padding.Same, groups: 64);
        (_forward, _input, _kernel) = (Compiled.Forward(_inputs, Conv), Compiled.Backward(_inputs, Conv, 0), Compiled.Backward(_inputs, Conv, 1));
    }

    /// <summary>The convolution.</summary>
    [Benchmark]
    public Tensor Forward() => _forward.Run(_inputs)[0];

    /// <summary>The gradient with respect to the input.</summary>
    [Benchmark]
    public Tensor InputGradient() => _input.Run(_inputs)[0];

    /// <summary>The gradient with respect to the kernel.</summary>
    [Benchmark]
    public Tensor KernelGradient() => _kernel.Run(_inputs)[0];
}
