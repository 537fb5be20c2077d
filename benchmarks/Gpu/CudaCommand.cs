using System.Diagnostics;
using System.Globalization;
using DeepSharp.Gpu;

namespace DeepSharp.Benchmarks;

/// <summary><c>cuda</c>: tells what there is of CUDA, and how long the driver takes to compile each file of kernels; fails where CUDA cannot be used.</summary>
internal static class CudaCommand
{
    /// <summary>A file of functions that other texts take in; it holds no kernels.</summary>
    private const string Functions = "scalar_functions";

    public static int Run()
    {
        Console.Write(Cuda.Diagnose());
        if (!Cuda.IsAvailable) return 1;
        var cuda = ((CudaBackend)Device.Cuda(0).Backend).Context;
        using var scope = cuda.Enter();
        int failures = 0;
        var times = new List<(double Ms, string Name)>();
        foreach (string name in PtxResources.Names.Where(name => name != Functions))
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                using var module = CudaModule.Load(name, PtxResources.Read(name));
                times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, name));
            }
            catch (CudaException e)
            {
                failures++;
                Console.WriteLine($"FAILED: {name}: {e.Message}");
            }
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"The driver compiled {times.Count} files of kernels in {times.Sum(t => t.Ms) / 1e3:F1} s; in ms: "
            + $"{string.Join(", ", times.OrderDescending().Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Name} {t.Ms:F0}")))}."));
        return failures == 0 ? 0 : 1;
    }
}
