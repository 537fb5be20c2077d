namespace DeepSharp.Tests;

/// <summary>Fails where a warm run takes managed memory.</summary>
/// <remarks>
/// Bytes of the calling thread only, since the test runner's threads allocate whenever they like, and the quietest of several windows: things
/// that happen once per thread take memory too, and on a busy machine they happen late. While the workers took every chunk of the first runs, the
/// calling thread has no scratch arena yet, and has never had to wait for a worker. A run that allocates shows in every window.
/// </remarks>
internal static class Allocation
{
    private const int Warm = 2, Windows = 8, Runs = 3;

    /// <summary>Runs it some times, and fails if each window took memory.</summary>
    /// <param name="run">What must not allocate.</param>
    /// <param name="details">More for the message.</param>
    public static void None(Action run, Func<string>? details = null)
    {
        for (int i = 0; i < Warm; i++) run();
        long least = long.MaxValue;
        for (int window = 0; window < Windows && least != 0; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Runs; i++) run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        if (least != 0) Assert.Fail($"{Runs} warm runs took {least} bytes of managed memory each time. {details?.Invoke()}");
    }
}
