using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Bytes in a pinned managed array, aligned to 64 bytes: the garbage collector frees them, nothing native is held.</summary>
internal sealed unsafe class CpuStorage : Storage
{
    private const int Alignment = 64;

    private readonly byte[] _array;

    public CpuStorage(long bytes)
    {
        _array = GC.AllocateUninitializedArray<byte>(checked((int)(bytes + Alignment)), pinned: true);
        long address = (long)Unsafe.AsPointer(ref _array[0]);
        Pointer = (byte*)((address + Alignment - 1) / Alignment * Alignment);
        Bytes = bytes;
    }

    private CpuStorage(byte[] array, byte* pointer, long bytes)
    {
        _array = array;
        Pointer = pointer;
        Bytes = bytes;
    }

    public override long Bytes { get; }

    public byte* Pointer { get; }

    public override Storage Slice(long offset, long bytes) => new CpuStorage(_array, Pointer + offset, bytes);
}
