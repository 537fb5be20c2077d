using System.Globalization;
using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary>What one row of the comparison measured.</summary>
/// <param name="Ms">Milliseconds of one step.</param>
/// <param name="Samples">Samples per second, for models.</param>
/// <param name="Gflops">Billion floating-point operations per second; a training step is counted as three inferences.</param>
/// <param name="Failure">Why it could not be measured; null where it was.</param>
internal sealed record StepResult(double Ms, double? Samples = null, double? Gflops = null, string? Failure = null)
{
    /// <summary>One line for a person, in the peers' form.</summary>
    public string Line(string name) => Failure is not null ? $"{name,-40} FAILED: {Failure}" : string.Create(CultureInfo.InvariantCulture,
        $"{name,-40} {Ms,9:F3} ms  {(Samples is null ? "" : $"{Samples,11:F0} samples/s")}{Gflops,9:F1} GFLOP/s");
}

/// <summary>Times the matrix products and every model's training and inference step.</summary>
internal static class StepRun
{
    private static readonly int[] s_sizes = [512, 1024, 2048];

    /// <summary>Names of all cases.</summary>
    public static IEnumerable<string> Cases => [.. s_sizes.Select(n => $"gemm-{n}"), .. StepCases.All.Select(c => c.Name)];

    /// <summary>Names of all rows.</summary>
    public static IEnumerable<string> Names => [.. s_sizes.Select(n => $"gemm-{n}"), .. StepCases.All.Concat(GpuCases.All).SelectMany(c => new[] { $"{c.Name}/train", $"{c.Name}/infer" })];

    /// <summary>Runs the rows one after another.</summary>
    /// <param name="only">The name of one case, or null for all.</param>
    /// <param name="rounds">Rounds of which the best counts.</param>
    public static IEnumerable<(string Name, StepResult Result)> All(string? only, int rounds)
    {
        foreach (int n in s_sizes.Where(n => only is null || only == $"gemm-{n}")) yield return ($"gemm-{n}", Product(n));
        IEnumerable<StepCase> cases = Device.Default == Device.Cpu ? StepCases.All : [.. StepCases.All, .. GpuCases.All];
        foreach (var c in cases.Where(c => only is null || only == c.Name))
            // On a GPU that may be small or new one case must not take the others with it.
            foreach (var row in Device.Default == Device.Cpu ? Rows(c, rounds) : Attempted(c, rounds)) yield return row;
    }

    /// <summary>The steps of one case with the names of their rows.</summary>
    public static (string Row, Action Step)[] Steps(string name)
    {
        if (s_sizes.Any(n => name == $"gemm-{n}")) return [(name, ProductOf(int.Parse(name.AsSpan("gemm-".Length))))];
        var c = StepCases.All.Single(c => c.Name == name);
        var (x, y) = c.Batch();
        var model = c.Compiled();
        DataSource batch = (x, y), inputs = x;
        return [($"{name}/train", () => model.TrainOnBatch(batch)), ($"{name}/infer", () => model.PredictOnBatch(inputs))];
    }

    private static IEnumerable<(string, StepResult)> Attempted(StepCase c, int rounds)
    {
        var rows = new List<(string, StepResult)>();
        try
        {
            foreach (var row in Rows(c, rounds)) rows.Add(row);
        }
        catch (DeepSharpException e)
        {
            rows.Add((c.Name, new(double.NaN, Failure: e.Message)));
        }
        return rows;
    }

    private static IEnumerable<(string Name, StepResult Result)> Rows(StepCase c, int rounds)
    {
        var (x, y) = c.Batch();
        var model = c.Compiled();
        DataSource batch = (x, y), inputs = x;
        double flops = Program.Compile(Device.Default, [x.Spec], t => [model.Apply(t[0])]).Flops;
        yield return ($"{c.Name}/train", Timed(c, () => model.TrainOnBatch(batch), rounds, 3 * flops));
        yield return ($"{c.Name}/infer", Timed(c, () => model.PredictOnBatch(inputs), rounds, flops));
    }

    private static StepResult Timed(StepCase c, Action step, int rounds, double flops)
    {
        StepTiming.Warm(step);
        double ms = StepTiming.Best(step, c.Steps, rounds, settle: Device.Default.Backend.Synchronize);
        return new(ms, c.Samples / ms * 1e3, flops / ms / 1e6);
    }

    private static StepResult Product(int n)
    {
        bool here = Device.Default == Device.Cpu;
        double ms = StepTiming.Best(ProductOf(n), here ? 1 : 50, 12, settle: Device.Default.Backend.Synchronize);
        return new(ms, Gflops: 2.0 * n * n * n / ms / 1e6);
    }

    private static Action ProductOf(int n)
    {
        Tensor a = Tensor.RandomNormal([n, n], seed: 1).Clone(), b = Tensor.RandomNormal([n, n], seed: 2).Clone();
        var program = Program.Compile(Device.Default, [a.Spec, b.Spec], x => [x[0].MatMul(x[1])]);
        return () => program.Run(a, b);
    }
}
