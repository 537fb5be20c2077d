using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Scaled dot-product attention in float32: 32 × 4 heads of 32 numbers.</summary>
public class AttentionBenchmark
{
    private Program _forward = null!, _causal = null!, _backward = null!;
    private Tensor[] _inputs = null!;

    /// <summary>Places of a sequence.</summary>
    [Params(64, 256)]
    public int Length { get; set; }

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _inputs = [.. Enumerable.Range(1, 3).Select(seed => Compiled.Noise([32, 4, Length, 32], seed))];
        _forward = Compiled.Forward(_inputs, t => t[0].ScaledDotProductAttention(t[1], t[2]));
        _causal = Compiled.Forward(_inputs, t => t[0].ScaledDotProductAttention(t[1], t[2], isCausal: true));
        _backward = Compiled.Backward(_inputs, t => t[0].ScaledDotProductAttention(t[1], t[2]));
    }

    /// <summary>Each query sees all keys.</summary>
    [Benchmark]
    public Tensor Forward() => _forward.Run(_inputs)[0];

    /// <summary>Each query sees the keys up to its own place.</summary>
    [Benchmark]
    public Tensor Causal() => _causal.Run(_inputs)[0];

    /// <summary>The gradients of queries, keys and values.</summary>
    [Benchmark]
    public Tensor Backward() => _backward.Run(_inputs)[0];
}
