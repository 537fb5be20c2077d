using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>A 3×3 convolution and its two gradients in float32: batch 8, 28×28, 64 → 64 channels.</summary>
public class ConvBenchmark
{
    private Program _forward = null!, _backward = null!;
    private Tensor _x = null!, _kernel = null!;

    /// <summary>Compiles both once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_x, _kernel) = (Tensor.RandomNormal([8, 28, 28, 64], seed: 1).Clone(), Tensor.RandomNormal([3, 3, 64, 64], seed: 2).Clone());
        _forward = Program.Compile(Device.Cpu, [_x.Spec, _kernel.Spec], t => [t[0].Conv(t[1], padding: Padding.Same)]);
        _backward = Program.Compile(Device.Cpu, [_x.Spec, _kernel.Spec], t =>
        {
            using var tape = new GradientTape();
            tape.Watch(t[0], t[1]);
            return tape.Gradient(t[0].Conv(t[1], padding: Padding.Same), [t[0], t[1]])!;
        });
    }

    /// <summary>The convolution.</summary>
    [Benchmark]
    public Tensor Forward() => _forward.Run(_x, _kernel)[0];

    /// <summary>Gradients with respect to input and kernel.</summary>
    [Benchmark]
    public Tensor Backward() => _backward.Run(_x, _kernel)[0];
}
