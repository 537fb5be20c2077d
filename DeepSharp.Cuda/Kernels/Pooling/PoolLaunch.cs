using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Launches of <c>kernels/max_pool.cu</c> and <c>kernels/average_pool.cu</c>: a thread for each element of the result.</summary>
internal static class PoolLaunch
{
    /// <summary>Launches a kernel whose parameters are those given, the number of elements of the result, and the grid of windows.</summary>
    /// <param name="cuda">The device.</param>
    /// <param name="module">The kernel's file.</param>
    /// <param name="entry">The kernel.</param>
    /// <param name="result">What it computes.</param>
    /// <param name="g">How the windows lie.</param>
    /// <param name="arguments">The kernel's own arguments.</param>
    public static void Run(CudaContext cuda, string module, string entry, Tensor result, in PoolGrid g, params ReadOnlySpan<KernelArgument> arguments)
    {
        if (result.Count == 0) return;
        ReadOnlySpan<KernelArgument> windows =
        [
            result.Count, g.Input.D, g.Input.H, g.Input.W, g.Output.D, g.Output.H, g.Output.W, g.Window.D, g.Window.H, g.Window.W,
            g.Stride.D, g.Stride.H, g.Stride.W, g.Before.D, g.Before.H, g.Before.W, g.Channels,
        ];
        Span<KernelArgument> all = stackalloc KernelArgument[arguments.Length + windows.Length];
        arguments.CopyTo(all);
        windows.CopyTo(all[arguments.Length..]);
        cuda.Launch(cuda.Function(module, entry, result.DType), cuda.GridFor(result.Count), all);
    }
}
