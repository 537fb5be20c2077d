using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Rows taken out of a table of 20000 × 128 in float32 by 32 × 128 indices, and sums put back, as an embedding and its gradient do.</summary>
public class EmbeddingBenchmark
{
    private Program _gather = null!, _scatter = null!;
    private Tensor _table = null!, _indices = null!;

    /// <summary>Compiles both once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Tensor[] inputs = [_table = Compiled.Noise([20_000, 128]), _indices = Compiled.Integers([32, 128], 20_000)];
        _gather = Compiled.Forward(inputs, t => t[0].Gather(t[1]));
        _scatter = Compiled.Backward(inputs, t => t[0].Gather(t[1]).Square(), 0);
    }

    /// <summary>The rows.</summary>
    [Benchmark]
    public Tensor Gather() => _gather.Run(_table, _indices)[0];

    /// <summary>The rows, and the gradient of their squares as a whole table.</summary>
    [Benchmark]
    public Tensor ScatterAdd() => _scatter.Run(_table, _indices)[0];
}
