using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace DeepSharp.Cpu;

/// <summary>The threads behind <see cref="CpuPool"/>: one job at a time, its chunks claimed one by one as <see cref="ChunkShares"/> deals them
/// out.</summary>
internal static unsafe class WorkerCrew
{
    // Waiting spins this long before it parks: about the time between two kernels of one training step.
    private static readonly long s_spinTicks = Stopwatch.Frequency * 30 / 1_000_000;

    private static readonly object s_wake = new();
    private static readonly object s_done = new();
    private static readonly List<Thread> s_workers = [];

    [ThreadStatic] private static bool t_inside;

    private static int s_gate;          // 1 while some thread owns the crew
    private static int s_size = -1;     // wanted number of workers; -1 until first asked for
    private static int s_parked;        // workers inside Monitor.Wait, guarded by s_wake

    // The job. These fields change only while no chunk is claimed or can be, so that a claimed chunk's are its own.
    private static int s_job;           // its number; raised once all its chunks can be claimed
    private static delegate*<void*, int, int, void> s_run;
    private static void* s_body;
    private static int s_count;
    private static int s_chunks;
    private static int s_pending;       // chunks not yet finished
    private static Exception? s_failure;

    /// <summary>True on a worker, and on a caller while its loop runs.</summary>
    public static bool InsideLoop => t_inside;

    /// <summary>Takes the crew if it is free and this thread is not inside a loop; <see cref="Run"/> gives it back.</summary>
    public static bool TryEnter() => !t_inside && Volatile.Read(ref s_gate) == 0 && Interlocked.CompareExchange(ref s_gate, 1, 0) == 0;

    /// <summary>Runs all chunks of one job with the crew taken by <see cref="TryEnter"/>.</summary>
    public static void Run(delegate*<void*, int, int, void> run, void* body, int count, int chunks)
    {
        Exception? failure;
        try
        {
            Staff();
            s_run = run;
            s_body = body;
            s_count = count;
            s_chunks = chunks;
            s_failure = null;
            s_pending = chunks;
            ChunkShares.Deal(s_job + 1, chunks, s_size + 1);
            Interlocked.Increment(ref s_job);
            Wake(chunks - 1);

            t_inside = true;
            ClaimChunks(thread: 0);
            t_inside = false;
            AwaitPending();
            failure = s_failure;
            s_failure = null;
        }
        finally
        {
            Volatile.Write(ref s_gate, 0);
        }
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Changes the number of workers; waits for a running job, and for surplus workers to leave.</summary>
    public static void Resize(int workers)
    {
        var wait = new SpinWait();
        while (!TryEnter())
            wait.SpinOnce();
        try
        {
            lock (s_wake)
            {
                s_size = workers;
                Monitor.PulseAll(s_wake);
            }
            while (s_workers.Count > workers)
            {
                s_workers[^1].Join();
                s_workers.RemoveAt(s_workers.Count - 1);
            }
        }
        finally
        {
            Volatile.Write(ref s_gate, 0);
        }
    }

    private static void Staff()
    {
        if (s_size < 0)
            s_size = CpuPool.Threads - 1;
        while (s_workers.Count < s_size)
        {
            int index = s_workers.Count;
            var worker = new Thread(() => Work(index)) { IsBackground = true, Name = $"DeepSharp CPU worker {index + 1}" };
            worker.UnsafeStart();
            s_workers.Add(worker);
        }
    }

    private static void Work(int index)
    {
        t_inside = true;
        int seen = 0;
        while (AwaitJob(index, ref seen))
            ClaimChunks(thread: index + 1);
    }

    private static void ClaimChunks(int thread)
    {
        while (ChunkShares.Claim(thread, out int chunk))
        {
            int count = s_count, chunks = s_chunks;
            try
            {
                if (Volatile.Read(ref s_failure) is null)
                    s_run(s_body, CpuPool.ChunkStart(count, chunks, chunk), CpuPool.ChunkStart(count, chunks, chunk + 1));
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref s_failure, e, null);
            }
            if (Interlocked.Decrement(ref s_pending) == 0)
            {
                lock (s_done)
                    Monitor.PulseAll(s_done);
            }
        }
    }

    // Waits for another job than the one last seen; false when the worker must leave. The barrier of the job's publication and the one here make sure
    // that either this worker sees the new job or the publisher sees s_parked.
    private static bool AwaitJob(int index, ref int seen)
    {
        long deadline = Stopwatch.GetTimestamp() + s_spinTicks;
        do
        {
            if (index >= Volatile.Read(ref s_size))
                return false;
            if (IsNew(ref seen))
                return true;
            Thread.SpinWait(16);
        }
        while (Stopwatch.GetTimestamp() < deadline);

        lock (s_wake)
        {
            s_parked++;
            Interlocked.MemoryBarrier();
            while (index < s_size && !IsNew(ref seen))
                Monitor.Wait(s_wake);
            s_parked--;
            return index < s_size;
        }
    }

    private static bool IsNew(ref int seen)
    {
        int job = Volatile.Read(ref s_job);
        bool isNew = job != seen;
        seen = job;
        return isNew;
    }

    private static void Wake(int wanted)
    {
        if (Volatile.Read(ref s_parked) == 0)
            return;
        lock (s_wake)
        {
            for (int i = Math.Min(wanted, s_parked); i > 0; i--)
                Monitor.Pulse(s_wake);
        }
    }

    // Never leaves before the workers are done: they use memory on the caller's stack. An interrupt is passed on afterwards.
    private static void AwaitPending()
    {
        bool interrupted = false;
        long deadline = Stopwatch.GetTimestamp() + s_spinTicks;
        while (Volatile.Read(ref s_pending) != 0)
        {
            if (Stopwatch.GetTimestamp() < deadline)
            {
                Thread.SpinWait(16);
                continue;
            }
            try
            {
                lock (s_done)
                {
                    while (Volatile.Read(ref s_pending) != 0)
                        Monitor.Wait(s_done);
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }
        if (interrupted)
            Thread.CurrentThread.Interrupt();
    }
}
