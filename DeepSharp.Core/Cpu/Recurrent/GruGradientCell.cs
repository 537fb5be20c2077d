using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The gradient of the gates of a gated recurrent unit, in one pass.</summary>
internal unsafe struct GruGradientCell<T> : ISequenceGradientCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Units;

    /// <summary>The gates of all steps, [time, batch, 3 units].</summary>
    public T* Kept;

    /// <summary>The candidate's products with their bias of all steps, [time, batch, units].</summary>
    public T* FedBack;

    /// <summary>h of all steps, [time, batch, units].</summary>
    public T* H;

    /// <summary>h before the first step, [batch, units].</summary>
    public T* H0;

    /// <summary>The gradient of h of all steps, [time, batch, units]; none if null.</summary>
    public T* Dy;

    /// <summary>The gradient of x of all steps, [time, batch, 3 units], which may be the place of the gates.</summary>
    public T* Dx;

    /// <summary>The gradient of the candidate's products of all steps, [time, batch, units], which may be their place.</summary>
    public T* DFedBack;

    /// <summary>[time, batch]; none if null.</summary>
    public byte* Mask;

    public readonly int Gates => 3;

    public readonly int Factors => 2;

    public readonly SequenceFactor<T> Factor(int number, in SequenceStep step) => number == 0
        ? new(Dx + step.At * 3 * Units, 3L * Units, 2 * Units)
        : new(DFedBack + step.At * Units, Units, Units);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(in SequenceStep step, T* dh, int stride) where V : struct, ILane<V, T>
    {
        int units = Units;
        T* before = step.StateBefore(H0, H, units);
        for (int r = 0; r < step.Rows; r++, dh += stride, before += units)
        {
            long at = step.At + r;
            T* gates = Kept + at * 3 * units, dx = Dx + at * 3 * units, fedBack = FedBack + at * units, dFedBack = DFedBack + at * units;
            T* dy = Dy == null ? null : Dy + at * units;
            if (Mask != null && Mask[at] == 0)
            {
                for (int i = 0; dy != null && i < units; i++) dh[i] += dy[i];
                new Span<T>(dx, 3 * units).Clear();
                new Span<T>(dFedBack, units).Clear();
                continue;
            }
            int j = 0;
            for (; j <= units - V.Count; j += V.Count) At<V>(gates + j, fedBack + j, before + j, dy + j, dh + j, dx + j, dFedBack + j);
            for (; j < units; j++) At<Wide1<T>>(gates + j, fedBack + j, before + j, dy + j, dh + j, dx + j, dFedBack + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void At<V>(T* gates, T* fedBack, T* before, T* dy, T* dh, T* dx, T* dFedBack) where V : struct, ILane<V, T>
    {
        int units = Units;
        V z = V.Load(gates), r = V.Load(gates + units), n = V.Load(gates + 2 * units), one = V.Splat(T.One), d = V.Load(dh);
        if (Dy != null) d += V.Load(dy);
        var kept = d * z;
        var dn = (d - kept) * V.FusedMultiplyAdd(-n, n, one);
        var da = dn * r;
        (kept * (V.Load(before) - n) * (one - z)).Store(dx);
        (da * V.Load(fedBack) * (one - r)).Store(dx + units);
        dn.Store(dx + 2 * units);
        da.Store(dFedBack);
        kept.Store(dh);
    }
}
