using System.Diagnostics;
using System.Globalization;
using DeepSharp.Cpu;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary><c>latency [--only NAME] [--peers FOLDER]</c>: how long one sample takes through each case's model, best and 99th percentile.</summary>
/// <remarks>
/// <c>Predict</c> is what a user calls, with its own feeding; <c>PredictOnBatch</c> is the step alone. Everyone runs with one thread and with two,
/// each in a process of its own, and the better median counts.
/// </remarks>
internal static class LatencyCommand
{
    private const int Calls = 2000;
    private const double Seconds = 2;

    public static int Run(StepOptions options)
    {
        if (options.Child is not null)
        {
            CpuPool.Threads = options.Threads ?? 1;
            Console.WriteLine(Measure(options).ToString(Newtonsoft.Json.Formatting.None));
            return 0;
        }
        string[] threads = ["1", "2"];
        var ours = Better([.. threads.Select(t => Children.Again(["latency", "--child", "all", "--threads", t, .. options.OnlyArguments]))]);
        JObject torch = [], ort = [];
        if (options.Peers is { } peers)
        {
            string[] torchArguments = [Children.Script("torch_latency.py"), "--peers", peers, .. options.OnlyArguments];
            torch = Better([.. threads.Select(t => Children.Json(Children.Python, [.. torchArguments, "--threads", t]))]);
            ort = OnnxRuntime(peers, threads, options.OnlyArguments);
        }
        Console.WriteLine("Milliseconds of one sample, best and 99th percentile.\n");
        Console.WriteLine("| case | Predict | p99 | PredictOnBatch | p99 | PyTorch | p99 | ONNX Runtime | p99 |\n|---|---|---|---|---|---|---|---|---|");
        foreach (var c in options.Cases)
        {
            string[] cells = [Cells(ours[$"{c.Name}/predict"]), Cells(ours[$"{c.Name}/batch"]), Cells(torch[c.Name]), Cells(ort[c.Name])];
            Console.WriteLine($"| {c.Name} | {string.Join(" | ", cells)} |");
        }
        return 0;
    }

    private static string Cells(JToken? row) =>
        row is null ? " | " : string.Create(CultureInfo.InvariantCulture, $"{(double)row["best"]!:F4} | {(double)row["p99"]!:F4}");

    private static JObject OnnxRuntime(string peers, string[] threads, string[] only)
    {
        string folder = Directory.CreateTempSubdirectory("deepsharp-onnx-").FullName;
        try
        {
            return Children.Output(Children.Python, [Children.Script("ort_export_one.py"), "--peers", peers, folder, .. only]) is null
                ? []
                : Better([.. threads.Select(t => Children.Json(Children.Node, [Children.Script("ort_latency.js"), folder, "--threads", t]))]);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static JObject Measure(StepOptions options)
    {
        var json = new JObject();
        foreach (var c in options.Cases)
        {
            var x = c.Batch().X[..1].Clone();
            var model = c.Compiled();
            DataSource one = x;
            json[$"{c.Name}/predict"] = Percentiles(() => model.Predict(one, verbose: Verbosity.Silent));
            json[$"{c.Name}/batch"] = Percentiles(() => model.PredictOnBatch(one));
        }
        return json;
    }

    /// <summary>Best, median and 99th percentile of single calls in milliseconds. In the second before, the runtime optimises the code.</summary>
    private static JObject Percentiles(Action call)
    {
        var times = new List<double>(Calls);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 1;) call();
        for (long start = Stopwatch.GetTimestamp(); times.Count < Calls && Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds;)
        {
            long before = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }
        times.Sort();
        return new() { ["best"] = times[0], ["median"] = times[times.Count / 2], ["p99"] = times[(int)(times.Count * 0.99)] };
    }

    private static JObject Better(JObject[] runs)
    {
        var best = new JObject();
        foreach (var (name, row) in runs.SelectMany(r => r.Properties().Select(p => (p.Name, p.Value))))
            if (best[name] is not { } known || (double)row["median"]! < (double)known["median"]!) best[name] = row;
        return best;
    }
}
