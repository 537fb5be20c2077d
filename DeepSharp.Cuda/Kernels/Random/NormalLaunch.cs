namespace DeepSharp.Gpu;

/// <summary>What both kinds of normal numbers are launched with.</summary>
internal static class NormalLaunch
{
    public static void Run(CudaContext cuda, string entry, Tensor state, Tensor y, double mean, double stddev)
    {
        var function = cuda.Function("random", entry, y.DType);
        if (y.DType == DType.Float32)
            cuda.Launch(function, cuda.GridFor(y.Count, perThread: 4), state.Address(), y.Address(), y.Count, (float)mean, (float)stddev);
        else cuda.Launch(function, cuda.GridFor(y.Count, perThread: 2), state.Address(), y.Address(), y.Count, mean, stddev);
    }
}
