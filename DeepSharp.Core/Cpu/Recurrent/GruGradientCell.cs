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
            for (; j <= units - V.Count; j += V.Count)
            {
                T* next = gates + j + step.Ahead * 3 * units;
                CacheLines.Ask(next);
                CacheLines.Ask(next + units);
                CacheLines.Ask(next + 2 * units);
                CacheLines.Ask(fedBack + j + step.Ahead * units);
                CacheLines.Ask(before + j + step.Ahead * units);
                if (dy != null) CacheLines.Ask(dy + j + step.Ahead * units);
                var d = V.Load(dh + j);
                if (dy != null) d += V.Load(dy + j);
                V z = V.Load(gates + j), reset = V.Load(gates + units + j), n = V.Load(gates + 2 * units + j);
                At(V.Load(fedBack + j), V.Load(before + j), ref d, ref z, ref reset, ref n, out var da);
                z.Store(dx + j);
                reset.Store(dx + units + j);
                n.Store(dx + 2 * units + j);
                da.Store(dFedBack + j);
                d.Store(dh + j);
            }
            if (j < units) Rest<V>(units - j, gates + j, fedBack + j, before + j, dy + j, dh + j, dx + j, dFedBack + j);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Rest<V>(int count, T* gates, T* fedBack, T* before, T* dy, T* dh, T* dx, T* dFedBack) where V : struct, ILane<V, T>
    {
        int units = Units;
        var d = V.LoadPart(dh, count);
        if (Dy != null) d += V.LoadPart(dy, count);
        V z = V.LoadPart(gates, count), reset = V.LoadPart(gates + units, count), n = V.LoadPart(gates + 2 * units, count);
        At(V.LoadPart(fedBack, count), V.LoadPart(before, count), ref d, ref z, ref reset, ref n, out var da);
        V.StorePart(z, dx, count);
        V.StorePart(reset, dx + units, count);
        V.StorePart(n, dx + 2 * units, count);
        V.StorePart(da, dFedBack, count);
        V.StorePart(d, dh, count);
    }

    // The gates become the gradients of their sums, and the gradient of h what of it reaches h before the step directly.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void At<V>(V fedBack, V before, ref V d, ref V z, ref V r, ref V n, out V da) where V : struct, ILane<V, T>
    {
        V one = V.Splat(T.One), kept = d * z, dn = (d - kept) * V.FusedMultiplyAdd(-n, n, one);
        da = dn * r;
        z = kept * (before - n) * (one - z);
        r = da * fedBack * (one - r);
        (n, d) = (dn, kept);
    }
}
