namespace DeepSharp.Cpu;

/// <summary>A rented piece of a thread's scratch memory.</summary>
internal readonly unsafe ref struct Scratch<T>(ScratchArena arena, byte* memory, nuint bytes) where T : unmanaged
{
    private readonly ScratchArena _arena = arena;
    private readonly byte* _memory = memory;
    private readonly nuint _bytes = bytes;

    /// <summary>The first value; aligned to 64 bytes.</summary>
    public T* Pointer => (T*)_memory;

    public void Dispose() => _arena.Return(_memory, _bytes);
}
