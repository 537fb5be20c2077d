using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary><c>compare --peers FOLDER [--only NAME] [--passes N]</c>: DeepSharp, PyTorch and ONNX Runtime in turn, for each the better of one and two
/// threads.</summary>
/// <remarks>
/// They take turns case by case, since a shared machine changes from minute to minute; of several passes the best counts, for everyone. The peak is the best
/// that our runs of the case met.
/// PyTorch needs Debian's python3-torch, python3-numpy and libopenblas0-openmp; ONNX Runtime needs <c>npm install --ignore-scripts onnxruntime-node</c>
/// in the current folder. A peer that is missing is left out with a message.
/// </remarks>
internal static class CompareCommand
{
    public static int Run(StepOptions options)
    {
        string peers = options.Peers ?? throw new UsageException("compare needs --peers FOLDER, where torch_peer.py, ort_export.py and ort_peer.js are.");
        string script = Path.Combine(peers, "torch_peer.py");
        using var onnx = OnnxModels.Export(Path.Combine(peers, "ort_export.py"));
        Console.WriteLine("| case | DeepSharp ms | PyTorch ms | ratio | ONNX Runtime ms | ratio | GFLOP/s | of peak |\n|---|---|---|---|---|---|---|---|");
        foreach (string name in StepRun.Cases.Where(c => options.Only is null || c == options.Only))
        {
            List<JObject> ours = [], torch = [], ort = [];
            for (int pass = 0; pass < options.Passes; pass++)
            {
                foreach (string threads in new[] { "1", "2" })
                {
                    ours.Add(Children.Again(["step", "--json", "--threads", threads, "--only", name]));
                    torch.Add(Children.Json(Children.Python, [script, "--json", "--threads", threads, "--only", name]));
                }
                if (onnx?.Only(name) is { } folder) ort.Add(Children.Json(Children.Node, [Path.Combine(peers, "ort_peer.js"), folder, "--json"]));
            }
            Print(Better(ours), Better(torch), Better(ort));
        }
        return 0;
    }

    private static void Print(JObject ours, JObject torch, JObject ort)
    {
        double peak = Number(ours, "peak", "gflops") ?? double.NaN;
        foreach (string name in StepRun.Names.Where(n => ours.ContainsKey(n)))
        {
            double ms = Number(ours, name, "ms")!.Value;
            double? gflops = Number(ours, name, "gflops");
            Console.WriteLine($"| {name} | {ms:F3} | {Pair(Number(torch, name, "ms"), ms)} | {Pair(Number(ort, name, "ms"), ms)} | {gflops:F1} | {gflops / peak:P0} |");
        }
    }

    private static string Pair(double? peer, double ours) => peer is { } ms ? $"{ms:F3} | {ms / ours:F2}×" : " | ";

    /// <summary>For each row the result with the least time.</summary>
    private static JObject Better(IEnumerable<JObject> runs)
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
