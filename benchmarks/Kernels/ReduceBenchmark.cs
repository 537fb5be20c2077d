using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Reductions in float32 of 1024 × 1024 elements: all of them, down the columns, along the rows.</summary>
public class ReduceBenchmark
{
    private Program _all = null!, _columns = null!, _rows = null!, _variance = null!, _argMax = null!, _cumulative = null!;
    private Tensor _x = null!;

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Tensor[] inputs = [_x = Compiled.Noise([1024, 1024])];
        _all = Compiled.Forward(inputs, t => t[0].Sum());
        _columns = Compiled.Forward(inputs, t => t[0].Sum(0));
        _rows = Compiled.Forward(inputs, t => t[0].Max(1));
        _variance = Compiled.Forward(inputs, t => t[0].Var(1));
        _argMax = Compiled.Forward(inputs, t => t[0].ArgMax(1));
        _cumulative = Compiled.Forward(inputs, t => t[0].CumSum(1));
    }

    /// <summary>The sum of all.</summary>
    [Benchmark]
    public Tensor SumOfAll() => _all.Run(_x)[0];

    /// <summary>The sum of each column.</summary>
    [Benchmark]
    public Tensor SumOfColumns() => _columns.Run(_x)[0];

    /// <summary>The largest of each row.</summary>
    [Benchmark]
    public Tensor MaxOfRows() => _rows.Run(_x)[0];

    /// <summary>The variance of each row.</summary>
    [Benchmark]
    public Tensor VarianceOfRows() => _variance.Run(_x)[0];

    /// <summary>Where the largest of each row is.</summary>
    [Benchmark]
    public Tensor ArgMaxOfRows() => _argMax.Run(_x)[0];

    /// <summary>Running sums along each row.</summary>
    [Benchmark]
    public Tensor CumulativeSum() => _cumulative.Run(_x)[0];
}
