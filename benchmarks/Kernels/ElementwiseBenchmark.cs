using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Element-wise functions in float32: one that memory limits, one that arithmetic limits, and a fused chain.</summary>
public class ElementwiseBenchmark
{
    private Program _add = null!, _gelu = null!, _chain = null!, _where = null!;
    private Tensor _x = null!, _y = null!;

    /// <summary>Elements: in the first-level cache, or beyond the last.</summary>
    [Params(1 << 12, 1 << 22)]
    public int Count { get; set; }

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Tensor[] inputs = [_x = Compiled.Noise([Count]), _y = Compiled.Noise([Count], 2)];
        _add = Compiled.Forward(inputs, t => t[0] + t[1]);
        _gelu = Compiled.Forward(inputs, t => t[0].Gelu());
        _chain = Compiled.Forward(inputs, t => (t[0] * t[1] + 1).Tanh() * t[0].Sigmoid());
        _where = Compiled.Forward(inputs, t => Tensor.Where(t[0] > t[1], t[0], t[1] * 0.1));
    }

    /// <summary>x + y.</summary>
    [Benchmark]
    public Tensor Add() => _add.Run(_x, _y)[0];

    /// <summary>gelu(x).</summary>
    [Benchmark]
    public Tensor Gelu() => _gelu.Run(_x, _y)[0];

    /// <summary>tanh(x · y + 1) · sigmoid(x) in one loop.</summary>
    [Benchmark]
    public Tensor Chain() => _chain.Run(_x, _y)[0];

    /// <summary>x where it is larger than y, y / 10 elsewhere.</summary>
    [Benchmark]
    public Tensor Where() => _where.Run(_x, _y)[0];
}
