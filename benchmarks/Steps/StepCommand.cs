using DeepSharp.Cpu;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary><c>step [--only NAME] [--json] [--threads N] [--rounds N] [--device NAME] [--precision NAME]</c>: times whole steps through the public API.</summary>
internal static class StepCommand
{
    public static int Run(StepOptions options)
    {
        if (options.Threads is { } threads) CpuPool.Threads = threads;
        // The comparison's cases are about the CPU unless another device is asked for.
        Device.Default = options.Device is { } device ? Device.Parse(device) : Device.Cpu;
        if (options.Precision is { } precision) Precision.Choose(precision);
        var json = new JObject();
        foreach (var (name, result) in StepRun.All(options.Only, options.Rounds ?? 5))
        {
            if (!options.Json) Console.WriteLine(result.Line(name));
            if (result.Failure is not null) continue;
            var row = new JObject { ["ms"] = result.Ms };
            if (result.Samples is { } samples) row["samples"] = samples;
            if (result.Gflops is { } gflops) row["gflops"] = gflops;
            json[name] = row;
        }
        if (Device.Default != Device.Cpu)
        {
            if (options.Json) Console.WriteLine(json.ToString(Newtonsoft.Json.Formatting.None));
            return 0;
        }
        double peak = MachinePeak.Measure();
        json["peak"] = new JObject { ["gflops"] = peak, ["width"] = (int)LaneDispatch.Widest };
        Console.WriteLine(options.Json ? json.ToString(Newtonsoft.Json.Formatting.None) : $"{"peak of fused multiply-adds",-40} {"",9}     {peak,9:F1} GFLOP/s on {CpuPool.Threads} threads");
        return 0;
    }
}
