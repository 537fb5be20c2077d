using BenchmarkDotNet.Attributes;
using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary>What an empty loop over the workers costs while they still look for work.</summary>
public class PoolBenchmark
{
    private struct Empty : IParallelBody
    {
        public readonly void Run(int start, int end) { }
    }

    private Empty _body;

    /// <summary>Threads that take part.</summary>
    [Params(1, 2, 64)]
    public int Threads { get; set; }

    /// <summary>Starts the workers.</summary>
    [GlobalSetup]
    public void Setup() => CpuPool.Threads = Threads;

    /// <summary>The loop.</summary>
    [Benchmark]
    public void For() => CpuPool.For(Threads * 4, 1, ref _body);
}
