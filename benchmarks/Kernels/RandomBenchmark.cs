using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>2²⁰ random numbers in float32 from a generator that goes on in each run, and dropout of as many elements.</summary>
public class RandomBenchmark
{
    private static readonly Shape s_shape = [1 << 20];
    private readonly SeedGenerator _generator = new(1);
    private Program _uniform = null!, _normal = null!, _truncated = null!, _dropout = null!;
    private Tensor _x = null!;

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _x = Compiled.Noise(s_shape);
        _uniform = Compiled.Forward([], _ => Tensor.RandomUniform(s_shape, seed: _generator));
        _normal = Compiled.Forward([], _ => Tensor.RandomNormal(s_shape, seed: _generator));
        _truncated = Compiled.Forward([], _ => Tensor.TruncatedNormal(s_shape, seed: _generator));
        _dropout = Compiled.Forward([_x], t => t[0].Dropout(0.2, _generator));
    }

    /// <summary>Spread evenly.</summary>
    [Benchmark]
    public Tensor Uniform() => _uniform.Run()[0];

    /// <summary>Normally distributed.</summary>
    [Benchmark]
    public Tensor Normal() => _normal.Run()[0];

    /// <summary>Normally distributed within two deviations.</summary>
    [Benchmark]
    public Tensor Truncated() => _truncated.Run()[0];

    /// <summary>A fifth dropped.</summary>
    [Benchmark]
    public Tensor Dropout() => _dropout.Run(_x)[0];
}
