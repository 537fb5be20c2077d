using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>An operand whose packed forms are kept with its storage, because the program that reads it does not write it. The default keeps
/// nothing.</summary>
/// <param name="storage">The operand's storage.</param>
/// <param name="data">Its first element.</param>
/// <param name="rowStride">Its row stride.</param>
/// <param name="columnStride">Its column stride.</param>
internal readonly unsafe struct KeptOperand(CpuStorage? storage, void* data, long rowStride, long columnStride)
{
    /// <summary>Larger forms are packed each time: they would take too much memory.</summary>
    public const long MostBytes = 1 << 26;

    private readonly CpuStorage? _storage = storage;
    private readonly void* _data = data;
    private readonly long _rowStride = rowStride, _columnStride = columnStride;

    /// <summary>Whether forms of this size are kept.</summary>
    public bool Keeps<T>(long count) where T : unmanaged => _storage is not null && count * sizeof(T) <= MostBytes;

    /// <summary>Room for a packed form: with the values where they were packed before, else to be filled. Dispose it on the same thread, as scratch
    /// memory.</summary>
    /// <param name="form">How it is packed.</param>
    /// <param name="lines">Columns packed.</param>
    /// <param name="k">Values of a column.</param>
    /// <param name="width">Columns of a panel.</param>
    /// <param name="count">Elements of the room.</param>
    public PackRoom<T> Rent<T>(PackForm form, int lines, int k, int width, long count) where T : unmanaged
    {
        if (!Keeps<T>(count)) return new(ScratchArena.Rent<T>(count));
        var key = new PackKey(form, (nint)_data, _rowStride, _columnStride, lines, k, width, sizeof(T));
        // The version is read before the values are.
        int version = _storage!.Version;
        var packed = _storage.Packed(key, count * sizeof(T));
        if (packed.Version == version) return new(packed, version, fills: false);
        // While another thread fills the form, this one packs for itself and need not wait.
        return packed.TryFill() ? new(packed, version, fills: true) : new(ScratchArena.Rent<T>(count));
    }
}

/// <summary>Memory for a packed form: kept, or scratch memory.</summary>
internal readonly unsafe ref struct PackRoom<T> where T : unmanaged
{
    private readonly Scratch<T> _scratch;
    private readonly PackedForm? _form;
    private readonly int _version;
    private readonly bool _fills;

    public PackRoom(Scratch<T> scratch)
    {
        _scratch = scratch;
        Pointer = scratch.Pointer;
    }

    public PackRoom(PackedForm form, int version, bool fills)
    {
        (_form, _version, _fills) = (form, version, fills);
        Pointer = (T*)form.Memory.Pointer;
    }

    /// <summary>The first element.</summary>
    public T* Pointer { get; }

    /// <summary>Whether the values are there already.</summary>
    public bool IsFilled => _form is not null && _form.Version == _version;

    /// <summary>Says that the values are there now.</summary>
    public void Filled() => _form?.Version = _version;

    public void Dispose()
    {
        if (_form is null) _scratch.Dispose();
        else if (_fills) _form.EndFilling();
    }
}
