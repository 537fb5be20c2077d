using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The gates of a gated recurrent unit: from their sums and h to the new h in one pass.</summary>
internal unsafe struct GruCell<T> : ISequenceCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Units;

    /// <summary>[time, batch, 3 units].</summary>
    public T* X;

    /// <summary>Added to the products, [3 units].</summary>
    public T* Bias;

    /// <summary>The first states, [batch, units].</summary>
    public T* H0;

    /// <summary>h of all steps, [time, batch, units].</summary>
    public T* H;

    /// <summary>The gates of all steps, [time, batch, 3 units], which may be the place of x; not kept if null.</summary>
    public T* Kept;

    /// <summary>The candidate's products with their bias of all steps, [time, batch, units]; kept with the gates.</summary>
    public T* FedBack;

    /// <summary>[time, batch]; none if null.</summary>
    public byte* Mask;

    public readonly int Gates => 3;

    public readonly T* StatesBefore(in SequenceStep step) => step.StateBefore(H0, H, Units);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(in SequenceStep step, int unit, int units, T* sums, int width) where V : struct, ILane<V, T>
    {
        long gate = (long)step.Rows * width;
        bool keeps = Kept != null;
        T* before = StatesBefore(step) + unit, bias = Bias + unit;
        for (int r = 0; r < step.Rows; r++, sums += width, before += Units)
        {
            long at = step.At + r;
            T* x = X + at * 3 * Units + unit, h = H + at * Units + unit;
            T* kept = keeps ? Kept + at * 3 * Units + unit : null, fedBack = keeps ? FedBack + at * Units + unit : null;
            bool held = Mask != null && Mask[at] == 0;
            if (!held || keeps)
            {
                int j = 0;
                for (; j <= units - V.Count; j += V.Count) At<V>(sums + j, gate, x + j, bias + j, kept + j, fedBack + j, before + j, h + j);
                for (; j < units; j++) At<Wide1<T>>(sums + j, gate, x + j, bias + j, kept + j, fedBack + j, before + j, h + j);
            }
            if (held) new Span<T>(before, units).CopyTo(new(h, units));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void At<V>(T* sums, long gate, T* x, T* bias, T* kept, T* fedBack, T* before, T* h) where V : struct, ILane<V, T>
    {
        int units = Units;
        var z = V.Sigmoid(V.Load(x) + (V.Load(sums) + V.Load(bias)));
        var r = V.Sigmoid(V.Load(x + units) + (V.Load(sums + gate) + V.Load(bias + units)));
        var a = V.Load(sums + 2 * gate) + V.Load(bias + 2 * units);
        var n = V.Tanh(V.FusedMultiplyAdd(r, a, V.Load(x + 2 * units)));
        if (Kept != null)
        {
            z.Store(kept);
            r.Store(kept + units);
            n.Store(kept + 2 * units);
            a.Store(fedBack);
        }
        V.FusedMultiplyAdd(z, V.Load(before), (V.Splat(T.One) - z) * n).Store(h);
    }
}
