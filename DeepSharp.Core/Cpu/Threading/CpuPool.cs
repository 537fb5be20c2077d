using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Parallel loops of the CPU backend. Allocation-free; chunk boundaries depend only on count, grain and
/// <see cref="Threads"/>.</summary>
internal static unsafe class CpuPool
{
    public const string ThreadsVariable = "DEEPSHARP_THREADS";
    public const int MaxThreads = 1024;

    // More chunks than threads: a thread that the system holds up then costs a quarter of its share, not all of it.
    private const int ChunksPerThread = 4;

    private static int s_threads;

    /// <summary>Threads that take part in a loop, the caller included. Default: DEEPSHARP_THREADS, else the number of processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [1, 1024].</exception>
    /// <exception cref="InvalidOperationException">Set from inside a parallel loop, or the environment variable cannot be read as a
    /// count.</exception>
    public static int Threads
    {
        get
        {
            int threads = Volatile.Read(ref s_threads);
            return threads != 0 ? threads : Initialize();
        }
        set
        {
            if (value is < 1 or > MaxThreads)
                throw new ArgumentOutOfRangeException(nameof(value), value,
                    $"CpuPool.Threads must be from 1 to {MaxThreads} but is {value}.");
            if (WorkerCrew.InsideLoop)
                throw new InvalidOperationException("CpuPool.Threads cannot change inside a parallel loop: set it before the work starts.");
            WorkerCrew.Resize(value - 1);
            Volatile.Write(ref s_threads, value);
        }
    }

    /// <summary>Runs <paramref name="body"/> over [0, <paramref name="count"/>) in contiguous chunks of at least <paramref name="grain"/>
    /// items.</summary>
    /// <remarks>
    /// The caller takes part. A loop inside a loop, or a loop started while another thread uses the workers, runs the same chunks on the
    /// caller alone. The first exception of a body is thrown here once all chunks have ended; chunks not yet begun are then left out.
    /// </remarks>
    public static void For<TBody>(int count, int grain, ref TBody body) where TBody : struct, IParallelBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(grain);
        if (count == 0)
            return;
        int chunks = ChunkCount(count, grain, Threads);
        if (chunks == 1)
            body.Run(0, count);
        else if (!WorkerCrew.TryEnter())
            RunAlone(count, chunks, ref body);
        else
            RunTogether(count, chunks, ref body);
    }

    /// <summary>The number of chunks a loop is cut into.</summary>
    public static int ChunkCount(int count, int grain, int threads) =>
        threads == 1 ? 1 : (int)Math.Clamp(count / (long)grain, 1L, (long)threads * ChunksPerThread);

    /// <summary>The first item of a chunk; the end of chunk c is the start of chunk c + 1.</summary>
    public static int ChunkStart(int count, int chunks, int chunk) => (int)((long)count * chunk / chunks);

    private static void RunAlone<TBody>(int count, int chunks, ref TBody body) where TBody : struct, IParallelBody
    {
        for (int chunk = 0; chunk < chunks; chunk++)
            body.Run(ChunkStart(count, chunks, chunk), ChunkStart(count, chunks, chunk + 1));
    }

    private static void RunTogether<TBody>(int count, int chunks, ref TBody body) where TBody : struct, IParallelBody
    {
        // The copy lives on this stack, which the collector does not move, so its address may go to the workers.
        TBody shared = body;
        try
        {
            WorkerCrew.Run(&Invoke<TBody>, Unsafe.AsPointer(ref shared), count, chunks);
        }
        finally
        {
            body = shared;
        }
    }

    private static void Invoke<TBody>(void* body, int start, int end) where TBody : struct, IParallelBody =>
        Unsafe.AsRef<TBody>(body).Run(start, end);

    private static int Initialize()
    {
        int threads = ParseThreads(Environment.GetEnvironmentVariable(ThreadsVariable));
        return Interlocked.CompareExchange(ref s_threads, threads, 0) is int other and not 0 ? other : threads;
    }

    /// <summary>Reads the environment variable; null or blank means one thread a processor.</summary>
    internal static int ParseThreads(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Math.Min(Environment.ProcessorCount, MaxThreads);
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int threads) && threads is >= 1 and <= MaxThreads)
            return threads;
        throw new InvalidOperationException(
            $"{ThreadsVariable} must be a whole number from 1 to {MaxThreads} but is '{text}'; correct or unset it.");
    }
}
