using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace DeepSharp;

/// <summary>Reads a sequence ahead on a background thread.</summary>
internal static class Prefetcher
{
    public static IEnumerable<Example> Read(Func<IEnumerable<Example>> read, int count)
    {
        using var stop = new CancellationTokenSource();
        using var ready = new BlockingCollection<Example>(count);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                foreach (var e in read()) ready.Add(e, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The reader has left; there is nobody to tell.
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                ready.CompleteAdding();
            }
        })
        { IsBackground = true, Name = "DeepSharp prefetch" };
        thread.Start();
        try
        {
            foreach (var e in ready.GetConsumingEnumerable()) yield return e;
            failure?.Throw();
        }
        finally
        {
            stop.Cancel();
            thread.Join();
        }
    }
}
