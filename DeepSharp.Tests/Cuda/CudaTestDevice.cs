using System.Runtime.InteropServices;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>The CUDA device of the tests: a GPU where one works, otherwise the emulation. A process has one of the two.</summary>
internal static unsafe class CudaTestDevice
{
    private static readonly Lazy<(Device? Device, string Reason)> s_device = new(Find);

    /// <summary>The device, where a test has opened it.</summary>
    public static Device? Opened => s_device.IsValueCreated ? s_device.Value.Device : null;

    /// <summary>The device; the test is skipped, with the reason, where there is none.</summary>
    public static Device Open()
    {
        var (device, reason) = s_device.Value;
        if (device is null) Assert.Ignore(reason);
        // A kernel that failed in one test must not fail those after it.
        else if (EmulatedDriver.IsLoaded) EmulatedDriver.Recover();
        return device!;
    }

    /// <summary>As <see cref="Open"/>, for tests of what only the emulation can show.</summary>
    public static Device OpenEmulated()
    {
        var device = Open();
        if (!EmulatedDriver.IsLoaded) Assert.Ignore("There is a GPU, and this test is about the emulation of one. Set DEEPSHARP_EMULATE_GPU=1 to run it.");
        return device;
    }

    private static (Device?, string) Find()
    {
        // The CPU multiplies float32 exactly, and so must the device it is compared with.
        DeepSharp.Cuda.AllowTf32 = false;
        if (Environment.GetEnvironmentVariable("DEEPSHARP_EMULATE_GPU") != "1" && HasGpu()) return (Device.Cuda(0), "");
        if (EmulatedLibraries.Folder(out string reason) is not { } folder) return (null, reason);
        NativeLibraries.FirstFolder = folder;
        return (Device.Cuda(0), "");
    }

    /// <summary>Asks the system's driver, without the bindings: what they have once looked for they do not look for again.</summary>
    private static bool HasGpu()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver)) return false;
        int count = 0;
        return NativeLibrary.TryGetExport(driver, "cuInit", out nint init) && NativeLibrary.TryGetExport(driver, "cuDeviceGetCount", out nint getCount)
            && ((delegate* unmanaged<uint, int>)init)(0) == 0 && ((delegate* unmanaged<int*, int>)getCount)(&count) == 0 && count > 0;
    }
}
