using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The last few elements of a row as one register, so that a short row costs one step and not one per element.</summary>
internal static unsafe class LaneTail
{
    /// <summary>Bytes of the widest register: what the callers' buffers must hold.</summary>
    public const int BufferBytes = 64;

    /// <summary>Reads <paramref name="count"/> elements; the lanes behind them keep <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V, T>(T* source, int count, V rest, T* buffer) where V : struct, ILane<V, T> where T : unmanaged
    {
        rest.Store(buffer);
        for (int i = 0; i < count; i++) buffer[i] = source[i];
        return V.Load(buffer);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V, T>(V value, T* target, int count, T* buffer) where V : struct, ILane<V, T> where T : unmanaged
    {
        value.Store(buffer);
        for (int i = 0; i < count; i++) target[i] = buffer[i];
    }
}
