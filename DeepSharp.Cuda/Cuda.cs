using DeepSharp.Gpu;

namespace DeepSharp;

/// <summary>What there is of CUDA on this machine, and the settings of its devices.</summary>
public static class Cuda
{
    /// <summary>Whether the first CUDA device can be used: there are a driver and a GPU, both new enough, and cuBLAS.</summary>
    public static bool IsAvailable => CudaProbe.IsUsable(0) && NativeLibraries.Load(NativeLibraryName.Blas).Handle != 0;

    /// <summary>GPUs the driver shows; 0 where there is no driver.</summary>
    public static int DeviceCount => CudaProbe.CountDevices();

    /// <summary>
    /// Whether float32 matrix products and convolutions may round their factors to TensorFloat-32 (10 bits of fraction, relative error about 10⁻³ a factor), as TensorFlow does by
    /// default: several times faster on GPUs since 2020. Taken when a product or convolution is first run.
    /// </summary>
    public static bool AllowTf32 { get; set; } = true;

    /// <summary>Everything a bug report needs: driver, devices, libraries found, every path tried for those that are not, and what to install.</summary>
    public static string Diagnose() => CudaProbe.Describe();

    /// <summary>How much memory tensors hold on a device.</summary>
    /// <param name="device">A CUDA device; the first one if not given.</param>
    public static CudaMemoryUsage MemoryUsage(Device? device = null)
    {
        var cuda = ContextOf(device);
        using var scope = cuda.Enter();
        cuda.Memory.Drain();
        return new(cuda.Memory.Used, cuda.Memory.Pooled, cuda.Memory.Peak, cuda.Memory.Limit);
    }

    /// <summary>Gives memory that is kept for later back to the device, for other programs to use.</summary>
    /// <param name="device">A CUDA device; the first one if not given.</param>
    public static void TrimPool(Device? device = null)
    {
        var cuda = ContextOf(device);
        using var scope = cuda.Enter();
        cuda.Memory.Trim();
    }

    /// <summary>Sets how many bytes tensors may hold on a device at most.</summary>
    /// <param name="bytes">The limit; null takes it away.</param>
    /// <param name="device">A CUDA device; the first one if not given.</param>
    /// <exception cref="InvalidValueException">The limit is negative.</exception>
    public static void LimitMemory(long? bytes, Device? device = null)
    {
        if (bytes < 0) throw new InvalidValueException($"A memory limit must not be negative, got {bytes}.");
        var cuda = ContextOf(device);
        using var scope = cuda.Enter();
        cuda.Memory.Limit = bytes;
    }

    private static CudaContext ContextOf(Device? device) => (device ?? Device.Cuda(0)).Backend is CudaBackend backend
        ? backend.Context
        : throw new DeviceMismatchException($"{device} is no CUDA device. Pass Device.Cuda(0), or nothing.");
}

/// <summary>Bytes of device memory.</summary>
/// <param name="Used">In tensors that somebody holds.</param>
/// <param name="Pooled">Taken from the device, those kept for later among them.</param>
/// <param name="Peak">The most ever in tensors at once.</param>
/// <param name="Limit">What tensors may hold at most; null where there is no limit.</param>
public readonly record struct CudaMemoryUsage(long Used, long Pooled, long Peak, long? Limit);
