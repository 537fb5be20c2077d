using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace DeepSharp.Serve;

/// <summary>What the server has done so far, in the text format of Prometheus (version 0.0.4).</summary>
public sealed class ServeMetrics
{
    // Seconds.
    private static readonly double[] s_bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<int, long> _requests = new();
    private readonly long[] _latencies = new long[s_bounds.Length + 1];
    private long _batches, _samples, _ticks;

    /// <summary>Counts an answered request.</summary>
    public void CountRequest(int status, TimeSpan time)
    {
        int bucket = Array.FindIndex(s_bounds, bound => time.TotalSeconds <= bound);
        Interlocked.Increment(ref _latencies[bucket < 0 ? s_bounds.Length : bucket]);
        Interlocked.Add(ref _ticks, time.Ticks);
        _requests.AddOrUpdate(status, 1, (_, count) => count + 1);
    }

    /// <summary>Counts a batch that is predicted.</summary>
    public void CountBatch(int samples)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _samples, samples);
    }

    /// <summary>All metrics.</summary>
    /// <param name="waiting">Requests that are not yet answered.</param>
    public string Write(int waiting)
    {
        var text = new StringBuilder();
        long batches = Interlocked.Read(ref _batches), samples = Interlocked.Read(ref _samples);
        Head("deepsharp_requests_total", "counter", "Answered prediction requests by status.");
        foreach (var (status, count) in _requests.OrderBy(r => r.Key)) Line($"deepsharp_requests_total{{status=\"{status}\"}}", count);
        Head("deepsharp_requests_waiting", "gauge", "Requests that are not yet answered.");
        Line("deepsharp_requests_waiting", waiting);
        Head("deepsharp_batches_total", "counter", "Batches predicted.");
        Line("deepsharp_batches_total", batches);
        Head("deepsharp_samples_total", "counter", "Samples predicted.");
        Line("deepsharp_samples_total", samples);
        Head("deepsharp_batch_size_mean", "gauge", "Mean samples of a batch since the start.");
        Line("deepsharp_batch_size_mean", batches == 0 ? 0 : samples / (double)batches);
        Head("deepsharp_request_seconds", "histogram", "Time from a request's arrival to its answer.");
        long below = 0;
        for (int i = 0; i < _latencies.Length; i++)
        {
            below += Interlocked.Read(ref _latencies[i]);
            string bound = i < s_bounds.Length ? s_bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line($"deepsharp_request_seconds_bucket{{le=\"{bound}\"}}", below);
        }
        Line("deepsharp_request_seconds_sum", Interlocked.Read(ref _ticks) / (double)TimeSpan.TicksPerSecond);
        Line("deepsharp_request_seconds_count", below);
        return text.ToString();

        void Head(string name, string type, string help) => text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");
        void Line(string name, double value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }
}
