using System.Runtime.InteropServices;

namespace DeepSharp.Cpu;

/// <summary>
/// The chunks of a job, dealt out in neighbouring shares, one for each thread. A thread takes the chunks of its own share from the front; when it has
/// none left, it takes from the back of others' shares.
/// </summary>
/// <remarks>
/// Rows that a thread wrote in one loop are then mostly those that it reads in the next, out of its own cache: taking a line that another core has
/// written costs two to four times as much.
/// </remarks>
internal static unsafe class ChunkShares
{
    // A share: the job's number in the upper half, then the end and the start of what nobody has claimed, 16 bits each. A claim compares all of it,
    // so that nobody claims a chunk of another job than the one that he saw.
    private const int Bits = 16;
    private const long Mask = (1 << Bits) - 1;
    private const int Distance = 128 / sizeof(long);   // processors fetch lines in pairs

    private static readonly long* s_shares = Room();
    private static int s_threads;

    /// <summary>Deals out chunks 0 to <paramref name="chunks"/> − 1; from here on they may be claimed.</summary>
    public static void Deal(int job, int chunks, int threads)
    {
        threads = Math.Min(threads, chunks);
        Volatile.Write(ref s_threads, threads);
        for (int thread = 0; thread < threads; thread++)
        {
            long start = CpuPool.ChunkStart(chunks, threads, thread), end = CpuPool.ChunkStart(chunks, threads, thread + 1);
            Volatile.Write(ref s_shares[thread * Distance], (long)job << (2 * Bits) | end << Bits | start);
        }
    }

    /// <summary>Claims a chunk for a thread; false when none is left.</summary>
    public static bool Claim(int thread, out int chunk)
    {
        if (Claim(ref s_shares[thread * Distance], own: true, out chunk)) return true;
        int threads = Volatile.Read(ref s_threads);
        for (int other = thread + 1; other < thread + threads; other++)
            if (Claim(ref s_shares[other % threads * Distance], own: false, out chunk)) return true;
        return false;
    }

    private static bool Claim(ref long share, bool own, out int chunk)
    {
        while (true)
        {
            long seen = Volatile.Read(ref share);
            int start = (int)(seen & Mask), end = (int)(seen >> Bits & Mask);
            chunk = own ? start : end - 1;
            if (start >= end) return false;
            if (Interlocked.CompareExchange(ref share, own ? seen + 1 : seen - (1L << Bits), seen) == seen) return true;
        }
    }

    private static long* Room()
    {
        nuint bytes = CpuPool.MaxThreads * Distance * sizeof(long);
        void* room = NativeMemory.AlignedAlloc(bytes, Distance * sizeof(long));
        NativeMemory.Clear(room, bytes);
        return (long*)room;
    }
}
