using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The last few elements of a row as one register filled up with a neutral value, so that sums can take it like any
/// other.</summary>
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
}
