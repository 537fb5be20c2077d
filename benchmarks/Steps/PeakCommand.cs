namespace DeepSharp.Benchmarks;

/// <summary><c>peak</c>: the share of the peak of fused multiply-adds that matrix products reach.</summary>
internal static class PeakCommand
{
    public static int Run()
    {
        foreach (int n in new[] { 512, 1024, 2048 })
        {
            var (product, peak) = PeakShare.Measure(n, 6);
            Console.WriteLine($"gemm-{n,-5} {product,8:F1} of {peak:F1} GFLOP/s: {product / peak:P0}");
        }
        return 0;
    }
}
