namespace DeepSharp.Cpu;

/// <summary>What tells one packed form of a storage's values from another.</summary>
/// <param name="Form">How it is packed.</param>
/// <param name="Data">The address of the first element.</param>
/// <param name="RowStride">The operand's row stride.</param>
/// <param name="ColumnStride">The operand's column stride.</param>
/// <param name="Lines">Columns packed.</param>
/// <param name="K">Values of a column.</param>
/// <param name="Width">The columns of a panel, which follow from the vector width.</param>
/// <param name="Size">Bytes of an element.</param>
internal readonly record struct PackKey(PackForm Form, nint Data, long RowStride, long ColumnStride, int Lines, int K, int Width, int Size);

/// <summary>A packed form of a storage's values, kept with the storage. Its memory stays when the values change, and is filled anew.</summary>
internal sealed class PackedForm(PackKey key, long bytes, PackedForm? next)
{
    private int _version = -1, _filling;

    public PackKey Key { get; } = key;

    public CpuStorage Memory { get; } = new(bytes);

    public PackedForm? Next { get; } = next;

    /// <summary>The version of the storage's values that are packed here; −1 before the first.</summary>
    public int Version
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }

    /// <summary>Lets one thread fill the memory until <see cref="EndFilling"/>; tells the others no.</summary>
    public bool TryFill() => Interlocked.CompareExchange(ref _filling, 1, 0) == 0;

    public void EndFilling() => Volatile.Write(ref _filling, 0);
}
