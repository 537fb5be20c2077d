using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Bytes in a pinned managed array, aligned to 64 bytes: the garbage collector frees them, nothing native is held.</summary>
internal sealed unsafe class CpuStorage : Storage
{
    private const int Alignment = 64;

    private readonly byte[] _array;
    private readonly Lock _lock = new();
    private PackedForm? _forms;
    private int _version;

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

    /// <summary>Counts the changes of the values, as far as packed forms must know of them.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The packed forms kept so far.</summary>
    public IEnumerable<PackKey> Forms
    {
        get
        {
            for (var form = _forms; form is not null; form = form.Next) yield return form.Key;
        }
    }

    internal override void Changed() => Interlocked.Increment(ref _version);

    /// <summary>The memory of a packed form of these values, made when it is first asked for.</summary>
    public PackedForm Packed(PackKey key, long bytes)
    {
        lock (_lock)
        {
            for (var form = _forms; form is not null; form = form.Next)
                if (form.Key == key) return form;
            return _forms = new(key, bytes, _forms);
        }
    }

    public override Storage Slice(long offset, long bytes) => new CpuStorage(_array, Pointer + offset, bytes);
}
