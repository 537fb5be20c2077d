using System.Diagnostics;
using DeepSharp.Cpu;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary>
/// <c>singles [PART]</c>: single ops beside PyTorch's, those whose names hold a part or all: milliseconds forward, and with the gradient of Σ y²; ratios
/// are PyTorch's by ours.
/// </summary>
/// <remarks>Ours and PyTorch's run one after the other, not in turns: repeat what surprises.</remarks>
internal static class SinglesCommand
{
    private const double Seconds = 0.25;

    public static int Run(string part = "")
    {
        SingleCase[] cases = [.. SingleCases.All.Where(c => c.Name.Contains(part))];
        if (cases.Length == 0)
            throw new UsageException($"No op's name holds '{part}'; there are {string.Join(", ", SingleCases.All.Select(c => c.Name))}.");
        var torch = Children.Json(Children.Python, [Children.Script("torch_singles.py"), "--only", part, "--threads", $"{CpuPool.Threads}"]);
        Console.WriteLine("| op | forward ms | PyTorch ms | ratio | with gradient ms | PyTorch ms | ratio |\n|---|---|---|---|---|---|---|");
        foreach (var c in cases)
        {
            var inputs = c.Inputs();
            var theirs = torch[c.Name];
            double forward = Best(Compiled.Forward(inputs, c.Function), inputs);
            double? gradient = c.Differentiates ? Best(WithGradient(inputs, c.Function), inputs) : null;
            Console.WriteLine($"| {c.Name} | {Cells(forward, (double?)theirs?[0])} | {Cells(gradient, (double?)theirs?[1])} |");
        }
        return 0;
    }

    private static Program WithGradient(Tensor[] inputs, Func<Tensor[], Tensor> function)
    {
        int[] floating = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].DType is DType.Float32 or DType.Float64)];
        return Compiled.Backward(inputs, t => function(t).Square(), floating);
    }

    private static double Best(Program program, Tensor[] inputs)
    {
        StepTiming.Warm(() => program.Run(inputs));
        double best = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds; i++)
        {
            long at = Stopwatch.GetTimestamp();
            program.Run(inputs);
            best = Math.Min(best, Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }
        return best;
    }

    private static string Cells(double? ours, double? theirs) => FormattableString.Invariant($"{ours:F3} | {theirs:F3} | {theirs / ours:F2}");
}
