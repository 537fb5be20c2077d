using System.Runtime.InteropServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Scratch memory of one thread, kept between kernels: native, aligned to 64 bytes, handed out and given back in stack order.
/// Once a thread has seen its largest need, renting allocates nothing.
/// </summary>
internal sealed unsafe class ScratchArena
{
    public const nuint Alignment = 64;

    [ThreadStatic] private static ScratchArena? t_current;

    private byte* _block;
    private nuint _size;
    private nuint _used;    // bytes rented now, those outside the block included
    private nuint _peak;

    private ScratchArena() { }

    ~ScratchArena() => NativeMemory.AlignedFree(_block);

    private static ScratchArena Current => t_current ??= new ScratchArena();

    /// <summary>Rents room for <paramref name="count"/> values with undefined content. Dispose on the same thread, last rented
    /// first.</summary>
    public static Scratch<T> Rent<T>(long count) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        nuint bytes = checked((nuint)count * (nuint)sizeof(T) + (Alignment - 1)) & ~(Alignment - 1);
        return new Scratch<T>(Current, Current.Take(bytes), bytes);
    }

    internal byte* Take(nuint bytes)
    {
        nuint start = _used;
        if (start == 0 && bytes > _size)
            Grow(Math.Max(bytes, _peak));
        // What does not fit gets its own memory this once; the block grows to the peak as soon as nothing is rented.
        byte* memory = start + bytes <= _size ? _block + start : (byte*)NativeMemory.AlignedAlloc(bytes, Alignment);
        _used = start + bytes;
        _peak = Math.Max(_peak, _used);
        return memory;
    }

    internal void Return(byte* memory, nuint bytes)
    {
        if (_used > _size)
            NativeMemory.AlignedFree(memory);
        _used -= bytes;
        if (_used == 0 && _peak > _size)
            Grow(_peak);
    }

    private void Grow(nuint bytes)
    {
        NativeMemory.AlignedFree(_block);
        _block = null;
        _size = 0;
        _block = (byte*)NativeMemory.AlignedAlloc(bytes, Alignment);
        _size = bytes;
    }
}
