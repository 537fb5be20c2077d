namespace DeepSharp.Benchmarks;

/// <summary><c>cuda</c>: tells what there is of CUDA; fails where it cannot be used.</summary>
internal static class CudaCommand
{
    public static int Run()
    {
        Console.Write(Cuda.Diagnose());
        return Cuda.IsAvailable ? 0 : 1;
    }
}
