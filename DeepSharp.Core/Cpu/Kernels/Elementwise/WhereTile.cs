using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>y = a ? b : c, for elements of the size of <typeparamref name="T"/>, which is int or long.</summary>
internal sealed unsafe class WhereTile<T> : Tile where T : unmanaged
{
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        var job = new Job { Condition = a, B = (T*)b, C = (T*)c, Y = (T*)y, N = n };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public byte* Condition;
        public T* B, C, Y;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            byte* condition = Condition;
            T* b = B, c = C, y = Y;
            int n = N, i = 0;
            for (; i <= n - V.Count; i += V.Count) V.Select(V.LoadMask(condition + i), V.Load(b + i), V.Load(c + i)).Store(y + i);
            for (; i < n; i++) y[i] = condition[i] != 0 ? b[i] : c[i];
        }
    }
}

/// <summary>y = a ? b : c, for elements of one byte.</summary>
internal sealed unsafe class WhereByteTile : Tile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        int i = 0;
        for (; i <= n - Vector<byte>.Count; i += Vector<byte>.Count)
            Vector.ConditionalSelect(Vector.Equals(Vector.Load(a + i), Vector<byte>.Zero), Vector.Load(c + i), Vector.Load(b + i)).Store(y + i);
        for (; i < n; i++) y[i] = a[i] != 0 ? b[i] : c[i];
    }
}

/// <summary>y = a ? b : c, for elements of two bytes.</summary>
internal sealed unsafe class WhereShortTile : Tile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        ushort* p = (ushort*)b, q = (ushort*)c, to = (ushort*)y;
        int i = 0, half = Vector<ushort>.Count;
        for (; i <= n - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(a + i), out var lower, out var upper);
            Vector.ConditionalSelect(Vector.Equals(lower, Vector<ushort>.Zero), Vector.Load(q + i), Vector.Load(p + i)).Store(to + i);
            Vector.ConditionalSelect(Vector.Equals(upper, Vector<ushort>.Zero), Vector.Load(q + i + half), Vector.Load(p + i + half)).Store(to + i + half);
        }
        for (; i < n; i++) to[i] = a[i] != 0 ? p[i] : q[i];
    }
}
