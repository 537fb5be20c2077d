using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>Turns the driver's statuses into exceptions that carry the call, the driver's words and the remedy.</summary>
internal static unsafe class Driver
{
    public const int OutOfMemory = 2;

    /// <summary>Throws unless the status is success.</summary>
    /// <param name="status">What the call gave.</param>
    /// <param name="call">The function's name.</param>
    public static void Check(int status, string call)
    {
        if (status != 0) throw Failure(status, call);
    }

    public static CudaException Failure(int status, string call)
    {
        byte* name = null, text = null;
        DriverApi.cuGetErrorName(status, &name);
        DriverApi.cuGetErrorString(status, &text);
        return new(
            $"{call} failed: {Marshal.PtrToStringUTF8((nint)name) ?? "unknown status"} ({status}), {Marshal.PtrToStringUTF8((nint)text) ?? "no text"}. {Remedy(status)}", status);
    }

    private static string Remedy(int status) => status switch
    {
        2 => "Use a smaller batch, or free memory held by other tensors or programs.",
        3 or 4 => "The driver is not usable in this process; look at Cuda.Diagnose().",
        46 => "Another program has this GPU for itself alone (nvidia-smi shows its compute mode); end it, or choose another GPU.",
        34 or 100 or 101 => "No such GPU is visible; look at Cuda.Diagnose(), nvidia-smi and CUDA_VISIBLE_DEVICES.",
        218 or 222 => "The driver did not take the kernels' PTX; a newer driver (520 or later) may be needed.",
        209 => "The driver has no code for this GPU; compute capability 7.0 (Volta) or newer is needed.",
        221 => "The driver's compiler, libnvidia-ptxjitcompiler, is missing; install the whole driver, or start the container with "
            + "NVIDIA_DRIVER_CAPABILITIES=compute,utility.",
        223 => "Compiling PTX is switched off; unset CUDA_DISABLE_PTX_JIT.",
        701 => "The block is too large for the registers the driver's compiler gave the kernel; report it.",
        900 or 901 or 906 or 907 => "A step waited for the device or moved data while it was captured; report it.",
        700 or 702 or 710 or (>= 714 and <= 719) => "A kernel failed; work on this GPU cannot go on in this process. Run with DEEPSHARP_DEBUG=3 to see the kernel, and report it.",
        802 or 803 or 804 => "The driver and the kernel module do not fit each other, or the system is not ready; restart after a driver update.",
        _ => "Look at Cuda.Diagnose() for the driver, the device and the libraries found.",
    };
}
