namespace DeepSharp.Gpu;

/// <summary>One allocation on the device, given back when nobody holds it any more.</summary>
internal sealed class CudaBlock(CudaMemory memory, DevicePointer pointer, long bytes)
{
    public DevicePointer Pointer => pointer;

    public long Bytes => bytes;

    ~CudaBlock()
    {
        if (!pointer.IsNull) memory.Release(pointer, bytes);
    }
}
