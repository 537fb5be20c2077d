using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Offers CUDA devices to programs that use models; the assembly behind them is loaded when one is asked for, or when a driver might be there.</summary>
internal static class CudaOffer
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The device must be known before the first tensor is made; nothing is loaded by it.")]
    internal static void Offer()
    {
        Device.Offer("cuda", static index => CudaDevices.Open(index));
        Device.Prefer("cuda", static () => MayHaveDriver && Cuda.IsAvailable);
    }

    /// <summary>Whether the driver's files are where drivers put them; saves programs on machines without a GPU the search.</summary>
    private static bool MayHaveDriver => OperatingSystem.IsWindows()
        ? File.Exists(Path.Combine(Environment.SystemDirectory, "nvcuda.dll"))
        : File.Exists("/proc/driver/nvidia/version") || File.Exists("/dev/nvidiactl") || File.Exists("/dev/dxg");
}
