namespace DeepSharp.Gpu;

/// <summary>Page-locked host memory: the device reads it without help from the processor.</summary>
internal sealed unsafe class PinnedMemory(long bytes) : CudaHandle(Allocate(bytes))
{
    public void* Pointer => (void*)Value;

    protected override int Destroy() => DriverApi.cuMemFreeHost((void*)handle);

    private static nint Allocate(long bytes)
    {
        void* memory;
        Driver.Check(DriverApi.cuMemHostAlloc(&memory, (nuint)bytes, 0), $"Locking {bytes:N0} bytes of host memory");
        return (nint)memory;
    }
}
