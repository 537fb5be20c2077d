using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>The square matrix product in float32, through the public API; 2·n³ floating-point operations each.</summary>
public class MatMulBenchmark
{
    private Program _product = null!;
    private Tensor _a = null!, _b = null!;

    /// <summary>Rows and columns.</summary>
    [Params(64, 512, 1024, 2048)]
    public int Size { get; set; }

    /// <summary>Compiles the product once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_a, _b) = (Tensor.RandomNormal([Size, Size], seed: 1).Clone(), Tensor.RandomNormal([Size, Size], seed: 2).Clone());
        _product = Program.Compile(Device.Cpu, [_a.Spec, _b.Spec], x => [x[0].MatMul(x[1])]);
    }

    /// <summary>One product.</summary>
    [Benchmark]
    public Tensor MatMul() => _product.Run(_a, _b)[0];
}
