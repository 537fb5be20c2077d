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
            for (; j <= units - V.Count; j += V.Count) At<V>(gates + j, c + j, before + j, dy + j, dh + j, dc + j, dx + j);
            for (; j < units; j++) At<Wide1<T>>(gates + j, c + j, before + j, dy + j, dh + j, dc + j, dx + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void At<V>(T* gates, T* c, T* before, T* dy, T* dh, T* dc, T* dx) where V : struct, ILane<V, T>
    {
        int units = Units;
        V i = V.Load(gates), f = V.Load(gates + units), z = V.Load(gates + 2 * units), o = V.Load(gates + 3 * units);
        V one = V.Splat(T.One), t = V.Tanh(V.Load(c)), h = V.Load(dh);
        if (Dy != null) h += V.Load(dy);
        var reached = h * o;
        var d = V.Load(dc) + reached * V.FusedMultiplyAdd(-t, t, one);
        var kept = d * f;
        (d * z * i * (one - i)).Store(dx);
        (kept * V.Load(before) * (one - f)).Store(dx + units);
        (d * i * V.FusedMultiplyAdd(-z, z, one)).Store(dx + 2 * units);
        (reached * t * (one - o)).Store(dx + 3 * units);
        kept.Store(dc);
        V.Splat(T.Zero).Store(dh);
    }
}
