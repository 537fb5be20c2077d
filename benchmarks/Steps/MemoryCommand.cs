using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary><c>memory [--only NAME] [--peers FOLDER]</c>: what training and inference of each case take, each in a process of its own.</summary>
/// <remarks>
/// Of DeepSharp the planned block of intermediate tensors, what it would be without reuse, the variables with the optimizer's state, and the most
/// memory the process held; beside it how much of that it held before there was a model: runtime and libraries. The body of a loop over time has
/// a plan of its own, of one time step, which only the process' memory shows. Peers give the last two.
/// </remarks>
internal static class MemoryCommand
{
    private static readonly string[] s_kinds = ["train", "infer"];

    public static int Run(StepOptions options)
    {
        if (options.Child is { } kind)
        {
            Console.WriteLine(Measure(options.Cases.Single(), kind).ToString(Newtonsoft.Json.Formatting.None));
            return 0;
        }
        Console.WriteLine("MB, 10^6 bytes; a process' peak of resident memory, and what it held before the model was made.\n");
        Console.WriteLine("| case | plan | without reuse | reuse | variables, optimizer | DeepSharp peak | before | PyTorch peak | before |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var c in options.Cases)
            foreach (string k in s_kinds)
            {
                var ours = Children.Again(["memory", "--child", k, "--only", c.Name]);
                var torch = options.Peers is { } peers
                    ? Children.Json(Children.Python, [Children.Script("torch_memory.py"), "--peers", peers, "--only", c.Name, "--kind", k])
                    : [];
                string reuse = ((double)ours["unshared"]! / (double)ours["plan"]!).ToString("F1", CultureInfo.InvariantCulture);
                string[] cells = [$"{c.Name}/{k}", Mb(ours["plan"]), Mb(ours["unshared"]), $"{reuse}×", Mb(ours["state"]),
                    Mb(ours["peak"]), Mb(ours["before"]), Mb(torch["peak"]), Mb(torch["before"])];
                Console.WriteLine($"| {string.Join(" | ", cells)} |");
            }
        return 0;
    }

    private static string Mb(JToken? bytes) => bytes is null ? "" : ((double)bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>Runs a few steps of one kind in this process.</summary>
    private static JObject Measure(StepCase c, string kind)
    {
        Tensor.Zeros([1]).Clone();      // the backend is there
        long before = ProcessMemory.Peak;
        var (x, y) = c.Batch();
        var model = c.Compiled();
        DataSource batch = (x, y), inputs = x;
        bool training = kind == "train";
        for (int i = 0; i < 5; i++)
            if (training) model.TrainOnBatch(batch);
            else model.PredictOnBatch(inputs);
        var program = (training ? model.TrainPrograms : model.PredictPrograms).Single();
        IEnumerable<Variable> variables = training ? [.. model.Weights, .. model.Optimizer.Variables] : model.Weights;
        return new()
        {
            ["plan"] = program.Bytes,
            ["unshared"] = program.BytesWithoutReuse,
            ["state"] = variables.Sum(v => v.Shape.Count * v.DType.Size),
            ["peak"] = ProcessMemory.Peak,
            ["before"] = before,
        };
    }
}
