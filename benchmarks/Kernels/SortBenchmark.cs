using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Sorting 256 rows in float32, and the ten largest of each.</summary>
public class SortBenchmark
{
    private Program _sort = null!, _argSort = null!, _top = null!;
    private Tensor _x = null!;

    /// <summary>Elements of a row.</summary>
    [Params(128, 4096)]
    public int Width { get; set; }

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Tensor[] inputs = [_x = Compiled.Noise([256, Width])];
        _sort = Compiled.Forward(inputs, t => t[0].Sort());
        _argSort = Compiled.Forward(inputs, t => t[0].ArgSort());
        _top = Compiled.Forward(inputs, t => t[0].TopK(10).Values);
    }

    /// <summary>The rows in order.</summary>
    [Benchmark]
    public Tensor Sort() => _sort.Run(_x)[0];

    /// <summary>Where each element of the order comes from.</summary>
    [Benchmark]
    public Tensor ArgSort() => _argSort.Run(_x)[0];

    /// <summary>The ten largest.</summary>
    [Benchmark]
    public Tensor TopK() => _top.Run(_x)[0];
}
