using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Pooling of 8 × 56 × 56 × 64 in float32 over windows of 2 × 2 side by side and 3 × 3 every second place, with gradients.</summary>
public class PoolingBenchmark
{
    private Program _max = null!, _average = null!, _maxBack = null!, _averageBack = null!;
    private Tensor _x = null!;

    /// <summary>Rows and columns of a window.</summary>
    [Params(2, 3)]
    public int Window { get; set; }

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Tensor[] inputs = [_x = Compiled.Noise([8, 56, 56, 64])];
        Tensor Max(Tensor[] t) => t[0].MaxPool([Window, Window], [2, 2]);
        Tensor Average(Tensor[] t) => t[0].AveragePool([Window, Window], [2, 2]);
        (_max, _average) = (Compiled.Forward(inputs, Max), Compiled.Forward(inputs, Average));
        (_maxBack, _averageBack) = (Compiled.Backward(inputs, t => Max(t).Square()), Compiled.Backward(inputs, t => Average(t).Square()));
    }

    /// <summary>Largest values.</summary>
    [Benchmark]
    public Tensor MaxPool() => _max.Run(_x)[0];

    /// <summary>Largest values, and the gradient of their squares.</summary>
    [Benchmark]
    public Tensor MaxPoolGradient() => _maxBack.Run(_x)[0];

    /// <summary>Means.</summary>
    [Benchmark]
    public Tensor AveragePool() => _average.Run(_x)[0];

    /// <summary>Means, and the gradient of their squares.</summary>
    [Benchmark]
    public Tensor AveragePoolGradient() => _averageBack.Run(_x)[0];
}
