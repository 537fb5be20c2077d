using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>The functions of the CUDA driver that are used, by their exported names and native signatures (CUDA 11.4 to 13).</summary>
internal static unsafe partial class DriverApi
{
    private const string Library = "cuda";

    [LibraryImport(Library)] public static partial int cuInit(uint flags);
    [LibraryImport(Library)] public static partial int cuDriverGetVersion(int* version);
    [LibraryImport(Library)] public static partial int cuGetErrorName(int error, byte** text);
    [LibraryImport(Library)] public static partial int cuGetErrorString(int error, byte** text);

    [LibraryImport(Library)] public static partial int cuDeviceGetCount(int* count);
    [LibraryImport(Library)] public static partial int cuDeviceGet(int* device, int ordinal);
    [LibraryImport(Library)] public static partial int cuDeviceGetName(byte* name, int length, int device);
    [LibraryImport(Library)] public static partial int cuDeviceTotalMem_v2(nuint* bytes, int device);
    [LibraryImport(Library)] public static partial int cuDeviceGetAttribute(int* value, int attribute, int device);

    [LibraryImport(Library)] public static partial int cuDevicePrimaryCtxRetain(nint* context, int device);
    [LibraryImport(Library)] public static partial int cuCtxSetCurrent(nint context);
    [LibraryImport(Library)] public static partial int cuCtxGetCurrent(nint* context);

    [LibraryImport(Library)] public static partial int cuMemAlloc_v2(DevicePointer* pointer, nuint bytes);
    [LibraryImport(Library)] public static partial int cuMemFree_v2(DevicePointer pointer);
    [LibraryImport(Library)] public static partial int cuMemGetInfo_v2(nuint* free, nuint* total);
    [LibraryImport(Library)] public static partial int cuMemAllocAsync(DevicePointer* pointer, nuint bytes, nint stream);
    [LibraryImport(Library)] public static partial int cuMemFreeAsync(DevicePointer pointer, nint stream);
    [LibraryImport(Library)] public static partial int cuDeviceGetDefaultMemPool(nint* pool, int device);
    [LibraryImport(Library)] public static partial int cuMemPoolSetAttribute(nint pool, int attribute, void* value);
    [LibraryImport(Library)] public static partial int cuMemPoolGetAttribute(nint pool, int attribute, void* value);
    [LibraryImport(Library)] public static partial int cuMemPoolTrimTo(nint pool, nuint bytesToKeep);
    [LibraryImport(Library)] public static partial int cuMemHostAlloc(void** pointer, nuint bytes, uint flags);
    [LibraryImport(Library)] public static partial int cuMemFreeHost(void* pointer);

    [LibraryImport(Library)] public static partial int cuMemcpyHtoDAsync_v2(DevicePointer target, void* source, nuint bytes, nint stream);
    [LibraryImport(Library)] public static partial int cuMemcpyDtoHAsync_v2(void* target, DevicePointer source, nuint bytes, nint stream);
    [LibraryImport(Library)] public static partial int cuMemcpyDtoDAsync_v2(DevicePointer target, DevicePointer source, nuint bytes, nint stream);
    [LibraryImport(Library)] public static partial int cuMemsetD8Async(DevicePointer target, byte value, nuint count, nint stream);

    [LibraryImport(Library)] public static partial int cuStreamCreate(nint* stream, uint flags);
    [LibraryImport(Library)] public static partial int cuStreamDestroy_v2(nint stream);
    [LibraryImport(Library)] public static partial int cuStreamSynchronize(nint stream);
    [LibraryImport(Library)] public static partial int cuStreamWaitEvent(nint stream, nint happening, uint flags);
    [LibraryImport(Library)] public static partial int cuStreamBeginCapture_v2(nint stream, int mode);
    [LibraryImport(Library)] public static partial int cuStreamEndCapture(nint stream, nint* graph);

    [LibraryImport(Library)] public static partial int cuEventCreate(nint* happening, uint flags);
    [LibraryImport(Library)] public static partial int cuEventDestroy_v2(nint happening);
    [LibraryImport(Library)] public static partial int cuEventRecord(nint happening, nint stream);
    [LibraryImport(Library)] public static partial int cuEventSynchronize(nint happening);

    [LibraryImport(Library)] public static partial int cuModuleLoadDataEx(nint* module, byte* image, uint options, int* names, void** values);
    [LibraryImport(Library)] public static partial int cuModuleUnload(nint module);
    [LibraryImport(Library)] public static partial int cuModuleGetFunction(nint* function, nint module, byte* name);
    [LibraryImport(Library)] public static partial int cuFuncSetAttribute(nint function, int attribute, int value);
    [LibraryImport(Library)]
    public static partial int cuLaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream, void** arguments, void** extra);

    [LibraryImport(Library)] public static partial int cuGraphInstantiateWithFlags(nint* executable, nint graph, ulong flags);
    [LibraryImport(Library)] public static partial int cuGraphLaunch(nint executable, nint stream);
    [LibraryImport(Library)] public static partial int cuGraphExecDestroy(nint executable);
    [LibraryImport(Library)] public static partial int cuGraphDestroy(nint graph);
}
