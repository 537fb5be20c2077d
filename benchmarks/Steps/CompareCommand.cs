using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary><c>compare --peers FOLDER [--only NAME]</c>: DeepSharp, PyTorch and ONNX Runtime in turn, for each the better of one and two threads.</summary>
/// <remarks>
/// PyTorch needs Debian's python3-torch, python3-numpy and libopenblas0-openmp; ONNX Runtime needs <c>npm install --ignore-scripts onnxruntime-node</c>
/// in the current folder. A peer that is missing is left out with a message.
/// </remarks>
internal static class CompareCommand
{
    public static int Run(StepOptions options)
    {
        string peers = options.Peers ?? throw new ArgumentException("compare needs --peers FOLDER, where torch_peer.py, ort_export.py and ort_peer.js are.");
        string[] only = options.OnlyArguments;
        var ours = Better([.. new[] { "1", "2" }.Select(t => Children.Again(["step", "--json", "--threads", t, .. only]))]);
        string script = Path.Combine(peers, "torch_peer.py");
        var torch = Better([.. new[] { "1", "2" }.Select(t => Children.Json(Children.Python, [script, "--json", "--threads", t, .. only]))]);
        var ort = OnnxRuntime(peers);
        double peak = Number(ours, "peak", "gflops") ?? double.NaN;
        Console.WriteLine($"peak of fused multiply-adds: {peak:F0} GFLOP/s\n");
        Console.WriteLine("| case | DeepSharp ms | PyTorch ms | ratio | ONNX Runtime ms | ratio | GFLOP/s | of peak |\n|---|---|---|---|---|---|---|---|");
        foreach (string name in StepRun.Names.Where(n => ours.ContainsKey(n)))
        {
            double ms = Number(ours, name, "ms")!.Value;
            double? gflops = Number(ours, name, "gflops");
            Console.WriteLine($"| {name} | {ms:F3} | {Pair(Number(torch, name, "ms"), ms)} | {Pair(Number(ort, name, "ms"), ms)} | {gflops:F1} | {gflops / peak:P0} |");
        }
        return 0;
    }

    private static string Pair(double? peer, double ours) => peer is { } ms ? $"{ms:F3} | {ms / ours:F2}×" : " | ";

    private static JObject OnnxRuntime(string peers)
    {
        string folder = Directory.CreateTempSubdirectory("deepsharp-onnx-").FullName;
        try
        {
            return Children.Output(Children.Python, [Path.Combine(peers, "ort_export.py"), folder]) is null
                ? []
                : Children.Json(Children.Node, [Path.Combine(peers, "ort_peer.js"), folder, "--json"]);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    /// <summary>For each row the result with the least time.</summary>
    private static JObject Better(JObject[] runs)
    {
        var best = new JObject();
        foreach (var (name, row) in runs.SelectMany(r => r.Properties().Select(p => (p.Name, (JObject)p.Value))))
            if (best[name] is not JObject known || Better(row, known)) best[name] = row;
        return best;
    }

    private static bool Better(JObject row, JObject known) =>
        row["ms"] is { } ms ? (double)ms < (double)known["ms"]! : (double)row["gflops"]! > (double)known["gflops"]!;

    private static double? Number(JObject rows, string name, string key) => (double?)rows[name]?[key];
}
