using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The gradient of the gates of a long short-term memory, in one pass; tanh of c is worked out again.</summary>
internal unsafe struct LstmGradientCell<T> : ISequenceGradientCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Units;

    /// <summary>The gates of all steps, [time, batch, 4 units].</summary>
    public T* Kept;

    /// <summary>c of all steps, [time, batch, units].</summary>
    public T* C;

    /// <summary>c before the first step, [batch, units].</summary>
    public T* C0;

    /// <summary>The gradient of h of all steps, [time, batch, units]; none if null.</summary>
    public T* Dy;

    /// <summary>The gradient of the sums of all steps, [time, batch, 4 units], which may be the place of the gates.</summary>
    public T* Dx;

    /// <summary>The gradient of c, [batch, units]: of the last at the start, of the first at the end.</summary>
    public T* Dc;

    /// <summary>[time, batch]; none if null.</summary>
    public byte* Mask;

    public readonly int Gates => 4;

    public readonly int Factors => 1;

    public readonly SequenceFactor<T> Factor(int number, in SequenceStep step) => new(Dx + step.At * 4 * Units, 4L * Units, 4 * Units);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(in SequenceStep step, T* dh, int stride) where V : struct, ILane<V, T>
    {
        int units = Units;
        T* before = step.StateBefore(C0, C, units), dc = Dc + (long)step.First * units;
        for (int r = 0; r < step.Rows; r++, dh += stride, before += units, dc += units)
        {
            long at = step.At + r;
            T* gates = Kept + at * 4 * units, dx = Dx + at * 4 * units, c = C + at * units, dy = Dy == null ? null : Dy + at * units;
            if (Mask != null && Mask[at] == 0)
            {
                for (int i = 0; dy != null && i < units; i++) dh[i] += dy[i];
                new Span<T>(dx, 4 * units).Clear();
                continue;
            }
            int j = 0;
            for (; j <= units - V.Count; j += V.Count)
            {
                T* next = gates + j + step.Ahead * 4 * units;
                CacheLines.Ask(next);
                CacheLines.Ask(next + units);
                CacheLines.Ask(next + 2 * units);
                CacheLines.Ask(next + 3 * units);
                CacheLines.Ask(before + j + step.Ahead * units);
                if (dy != null) CacheLines.Ask(dy + j + step.Ahead * units);
                V dcj = V.Load(dc + j), dhj = V.Load(dh + j);
                if (dy != null) dhj += V.Load(dy + j);
                V i = V.Load(gates + j), f = V.Load(gates + units + j), z = V.Load(gates + 2 * units + j), o = V.Load(gates + 3 * units + j);
                At(V.Load(c + j), V.Load(before + j), dhj, ref dcj, ref i, ref f, ref z, ref o);
                i.Store(dx + j);
                f.Store(dx + units + j);
                z.Store(dx + 2 * units + j);
                o.Store(dx + 3 * units + j);
                dcj.Store(dc + j);
                V.Splat(T.Zero).Store(dh + j);
            }
            if (j < units) Rest<V>(units - j, gates + j, c + j, before + j, dy + j, dh + j, dc + j, dx + j);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Rest<V>(int count, T* gates, T* c, T* before, T* dy, T* dh, T* dc, T* dx) where V : struct, ILane<V, T>
    {
        int units = Units;
        V dcj = V.LoadPart(dc, count), dhj = V.LoadPart(dh, count);
        if (Dy != null) dhj += V.LoadPart(dy, count);
        V i = V.LoadPart(gates, count), f = V.LoadPart(gates + units, count);
        V z = V.LoadPart(gates + 2 * units, count), o = V.LoadPart(gates + 3 * units, count);
        At(V.LoadPart(c, count), V.LoadPart(before, count), dhj, ref dcj, ref i, ref f, ref z, ref o);
        V.StorePart(i, dx, count);
        V.StorePart(f, dx + units, count);
        V.StorePart(z, dx + 2 * units, count);
        V.StorePart(o, dx + 3 * units, count);
        V.StorePart(dcj, dc, count);
        new Span<T>(dh, count).Clear();
    }

    // The gates become the gradients of their sums, and the gradient of c that of c before the step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void At<V>(V c, V before, V dh, ref V dc, ref V i, ref V f, ref V z, ref V o) where V : struct, ILane<V, T>
    {
        V one = V.Splat(T.One), t = V.Tanh(c), reached = dh * o;
        var d = V.FusedMultiplyAdd(reached, V.FusedMultiplyAdd(-t, t, one), dc);
        V di = d * z * i * (one - i), dz = d * i * V.FusedMultiplyAdd(-z, z, one);
        dc = d * f;
        f = dc * before * (one - f);
        o = reached * t * (one - o);
        (i, z) = (di, dz);
    }
}
