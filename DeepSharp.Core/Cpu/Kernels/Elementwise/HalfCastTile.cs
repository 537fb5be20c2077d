using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>y = (float)a for 16-bit floats a, exact.</summary>
internal sealed unsafe class WidenTile<TBits> : Tile where TBits : struct, IHalfBits
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        ushort* from = (ushort*)a;
        uint* to = (uint*)y;
        int i = 0, step = Vector<ushort>.Count, half = Vector<uint>.Count;
        for (; i <= n - step; i += step)
        {
            Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(from + i), out var lower, out var upper);
            Unsafe.WriteUnaligned(to + i, TBits.Widen(lower));
            Unsafe.WriteUnaligned(to + i + half, TBits.Widen(upper));
        }
        for (; i < n; i++) to[i] = TBits.Widen(new(from[i]))[0];
    }
}

/// <summary>y = a rounded to a 16-bit float, to nearest with ties to even.</summary>
internal sealed unsafe class RoundTile<TBits> : Tile where TBits : struct, IHalfBits
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        uint* from = (uint*)a;
        ushort* to = (ushort*)y;
        int i = 0, step = Vector<ushort>.Count, half = Vector<uint>.Count;
        for (; i <= n - step; i += step)
        {
            var lower = TBits.Round(Unsafe.ReadUnaligned<Vector<uint>>(from + i));
            var upper = TBits.Round(Unsafe.ReadUnaligned<Vector<uint>>(from + i + half));
            Unsafe.WriteUnaligned(to + i, Vector.Narrow(lower, upper));
        }
        for (; i < n; i++) to[i] = (ushort)TBits.Round(new(from[i]))[0];
    }
}
