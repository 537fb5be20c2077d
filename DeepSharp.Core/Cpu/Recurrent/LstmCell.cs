using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The gates of a long short-term memory: from their sums and c to the new c and h in one pass.</summary>
internal unsafe struct LstmCell<T> : ISequenceCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Units;

    /// <summary>[time, batch, 4 units].</summary>
    public T* X;

    /// <summary>The first states, [batch, units].</summary>
    public T* H0, C0;

    /// <summary>h of all steps, [time, batch, units].</summary>
    public T* H;

    /// <summary>c of all steps where the gates are kept, else one c [batch, units] that begins as the first.</summary>
    public T* C;

    /// <summary>The gates of all steps, [time, batch, 4 units], which may be the place of x; not kept if null.</summary>
    public T* Kept;

    /// <summary>[time, batch]; none if null.</summary>
    public byte* Mask;

    public readonly int Gates => 4;

    public readonly T* StatesBefore(in SequenceStep step) => step.StateBefore(H0, H, Units);

    public readonly void Run<V>(in SequenceStep step, int unit, int units, T* sums, int width) where V : struct, ILane<V, T>
    {
        long gate = (long)step.Rows * width, at = step.At * 4 * Units + unit, ahead = step.Ahead * 4 * Units;
        for (int g = 0; g < 4; g++, at += Units)
        {
            var rows = new GateRows<T>(step.Rows, units, sums + g * gate, width, X + at, Kept == null ? null : Kept + at, 4L * Units, ahead);
            if (g == 2) rows.Activate<V, TanhFn>(default);
            else rows.Activate<V, SigmoidFn>(default);
        }
        Join<V>(step, unit, units, sums, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Join<V>(in SequenceStep step, int unit, int units, T* i, int width) where V : struct, ILane<V, T>
    {
        long gate = (long)step.Rows * width, distance = Units, ahead = step.Ahead * Units;
        bool keeps = Kept != null;
        int whole = units - units % V.Count;
        T* h = H + step.At * Units + unit, c = C + (keeps ? step.At : step.First) * Units + unit;
        T* before = keeps ? step.StateBefore(C0, C, Units) + unit : c;
        for (int r = 0; r < step.Rows; r++, i += width, h += distance, c += distance, before += distance)
        {
            if (Mask != null && Mask[step.At + r] == 0)
            {
                new Span<T>(StatesBefore(step) + (long)r * Units + unit, units).CopyTo(new(h, units));
                new Span<T>(before, units).CopyTo(new(c, units));
                continue;
            }
            for (int j = 0; j < whole; j += V.Count)
            {
                CacheLines.Ask(h + j + ahead);
                if (keeps) CacheLines.Ask(c + j + ahead);
                At(i + j, gate, V.Load(before + j), out V next, out V y);
                next.Store(c + j);
                y.Store(h + j);
            }
            if (whole < units) Rest<V>(units - whole, i + whole, gate, before + whole, c + whole, h + whole);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rest<V>(int count, T* i, long gate, T* before, T* c, T* h) where V : struct, ILane<V, T>
    {
        At(i, gate, V.LoadPart(before, count), out V next, out V y);
        V.StorePart(next, c, count);
        V.StorePart(y, h, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void At<V>(T* i, long gate, V before, out V c, out V h) where V : struct, ILane<V, T>
    {
        c = V.FusedMultiplyAdd(V.Load(i + gate), before, V.Load(i) * V.Load(i + 2 * gate));
        h = V.Load(i + 3 * gate) * V.Tanh(c);
    }
}
