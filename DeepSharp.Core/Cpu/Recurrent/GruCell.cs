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

    public readonly void Run<V>(in SequenceStep step, int unit, int units, T* sums, int width) where V : struct, ILane<V, T>
    {
        long gate = (long)step.Rows * width, at = step.At * 3 * Units + unit, ahead = step.Ahead * 3 * Units;
        T* bias = Bias + unit;
        for (int g = 0; g < 2; g++, at += Units, bias += Units)
            new GateRows<T>(step.Rows, units, sums + g * gate, width, X + at, Kept == null ? null : Kept + at, 3L * Units, ahead)
                .Activate<V, SigmoidFn>(default, bias);
        Join<V>(step, unit, units, sums, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Join<V>(in SequenceStep step, int unit, int units, T* z, int width) where V : struct, ILane<V, T>
    {
        long gate = (long)step.Rows * width, ahead = step.Ahead * Units;
        int whole = units - units % V.Count;
        T* before = StatesBefore(step) + unit, bias = Bias + 2 * Units + unit;
        for (int row = 0; row < step.Rows; row++, z += width, before += Units)
        {
            long at = step.At + row, candidate = at * 3 * Units + 2 * Units + unit, state = at * Units + unit;
            T* x = X + candidate, h = H + state, kept = Kept == null ? null : Kept + candidate, fedBack = FedBack + state;
            bool held = Mask != null && Mask[at] == 0;
            if (!held || kept != null)
            {
                for (int j = 0; j < whole; j += V.Count)
                {
                    CacheLines.Ask(x + j + 3 * ahead);
                    CacheLines.Ask(h + j + ahead);
                    At(z + j, gate, V.Load(x + j), V.Load(bias + j), V.Load(before + j), out V n, out V a, out V y);
                    y.Store(h + j);
                    if (kept == null) continue;
                    CacheLines.Ask(fedBack + j + ahead);
                    n.Store(kept + j);
                    a.Store(fedBack + j);
                }
                if (whole < units) Rest<V>(units - whole, z + whole, gate, x + whole, bias + whole, before + whole, h + whole, kept == null ? null : kept + whole, fedBack + whole);
            }
            if (held) new Span<T>(before, units).CopyTo(new(h, units));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rest<V>(int count, T* z, long gate, T* x, T* bias, T* before, T* h, T* kept, T* fedBack) where V : struct, ILane<V, T>
    {
        At(z, gate, V.LoadPart(x, count), V.LoadPart(bias, count), V.LoadPart(before, count), out V n, out V a, out V y);
        V.StorePart(y, h, count);
        if (kept == null) return;
        V.StorePart(n, kept, count);
        V.StorePart(a, fedBack, count);
    }

    // The candidate, the products that it is made of, and the new h.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void At<V>(T* z, long gate, V x, V bias, V before, out V n, out V a, out V h) where V : struct, ILane<V, T>
    {
        a = V.Load(z + 2 * gate) + bias;
        n = V.Tanh(V.FusedMultiplyAdd(V.Load(z + gate), a, x));
        V update = V.Load(z);
        h = V.FusedMultiplyAdd(update, before, (V.Splat(T.One) - update) * n);
    }
}
