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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(in SequenceStep step, int unit, int units, T* sums, int width) where V : struct, ILane<V, T>
    {
        long gate = (long)step.Rows * width;
        bool keeps = Kept != null;
        T* c = C + (keeps ? step.At : step.First) * Units + unit;
        T* before = keeps ? step.StateBefore(C0, C, Units) + unit : c;
        for (int r = 0; r < step.Rows; r++, sums += width, c += Units, before += Units)
        {
            long at = step.At + r;
            T* x = X + at * 4 * Units + unit, h = H + at * Units + unit, kept = keeps ? Kept + at * 4 * Units + unit : null;
            bool held = Mask != null && Mask[at] == 0;
            if (!held || keeps)
            {
                int j = 0;
                for (; j <= units - V.Count; j += V.Count) At<V>(sums + j, gate, x + j, kept + j, before + j, c + j, h + j);
                for (; j < units; j++) At<Wide1<T>>(sums + j, gate, x + j, kept + j, before + j, c + j, h + j);
            }
            if (!held) continue;
            new Span<T>(StatesBefore(step) + (long)r * Units + unit, units).CopyTo(new(h, units));
            new Span<T>(before, units).CopyTo(new(c, units));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void At<V>(T* sums, long gate, T* x, T* kept, T* before, T* c, T* h) where V : struct, ILane<V, T>
    {
        int units = Units;
        var i = V.Sigmoid(V.Load(sums) + V.Load(x));
        var f = V.Sigmoid(V.Load(sums + gate) + V.Load(x + units));
        var z = V.Tanh(V.Load(sums + 2 * gate) + V.Load(x + 2 * units));
        var o = V.Sigmoid(V.Load(sums + 3 * gate) + V.Load(x + 3 * units));
        if (Kept != null)
        {
            i.Store(kept);
            f.Store(kept + units);
            z.Store(kept + 2 * units);
            o.Store(kept + 3 * units);
        }
        var next = V.FusedMultiplyAdd(f, V.Load(before), i * z);
        next.Store(c);
        (o * V.Tanh(next)).Store(h);
    }
}
