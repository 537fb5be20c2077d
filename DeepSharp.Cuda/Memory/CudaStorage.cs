namespace DeepSharp.Gpu;

/// <summary>Bytes on a CUDA device.</summary>
internal sealed class CudaStorage(CudaBlock block, DevicePointer pointer, long bytes) : Storage
{
    public CudaStorage(CudaBlock block) : this(block, block.Pointer, block.Bytes) { }

    public override long Bytes => bytes;

    /// <summary>The first byte. It stays valid while the storage, or work already put into the stream, uses it.</summary>
    public DevicePointer Pointer => pointer;

    public override Storage Slice(long offset, long length) => new CudaStorage(block, pointer + offset, length);
}
