using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

/// <summary>Sets the pool's thread count for one test and puts the old one back.</summary>
internal readonly ref struct PoolThreads
{
    private readonly int _before;

    public PoolThreads(int threads)
    {
        _before = CpuPool.Threads;
        CpuPool.Threads = threads;
    }

    public void Dispose() => CpuPool.Threads = _before;
}
