using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DeepSharp.Gpu;

namespace DeepSharp;

/// <summary>CUDA devices among the devices.</summary>
public static class CudaDevices
{
    /// <summary>Offers CUDA devices under the name <c>cuda</c>; done when this assembly is loaded.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Devices must be known as soon as the assembly is there; nothing else runs then.")]
    public static void Offer() => Device.Offer("cuda", Open);

    /// <summary>The backend of one GPU.</summary>
    /// <exception cref="CudaException">There is no driver or no such GPU.</exception>
    public static Backend Open(int index) => new CudaBackend(CudaContext.Open(index));

    extension(Device)
    {
        /// <summary>An NVIDIA GPU.</summary>
        /// <param name="index">Its place among the GPUs the driver shows.</param>
        /// <exception cref="CudaException">There is no driver or no such GPU; the message says what was tried and what to install.</exception>
        public static Device Cuda(int index = 0) => Device.Open("cuda", index);
    }
}
