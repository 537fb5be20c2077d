using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>Page-locked host memory: the device reads it without help from the processor.</summary>
internal sealed unsafe class PinnedMemory : SafeHandle
{
    public PinnedMemory(long bytes) : base(0, true)
    {
        void* memory;
        Driver.Check(DriverApi.cuMemHostAlloc(&memory, (nuint)bytes, 0), $"Locking {bytes:N0} bytes of host memory");
        SetHandle((nint)memory);
    }

    public override bool IsInvalid => handle == 0;

    public void* Pointer => (void*)handle;

    protected override bool ReleaseHandle() => DriverApi.cuMemFreeHost((void*)handle) == 0;
}
