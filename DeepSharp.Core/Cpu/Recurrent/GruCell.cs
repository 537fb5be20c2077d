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
        long gate = (long)step.Rows * width;
        V one = V.Splat(T.One);
        T* before = StatesBefore(step) + unit, bias = Bias + 2 * Units + unit;
        for (int row = 0; row < step.Rows; row++, z += width, before += Units)
        {
            long at = step.At + row, candidate = at * 3 * Units + 2 * Units + unit;
            T* h = H + at * Units + unit;
            bool held = Mask != null && Mask[at] == 0;
            for (int j = 0; j < units && (!held || Kept != null); j += V.Count)
            {
                CacheLines.Ask(X + candidate + j + step.Ahead * 3 * Units);
                CacheLines.Ask(h + j + step.Ahead * Units);
                if (Kept != null) CacheLines.Ask(FedBack + (at + step.Ahead) * Units + unit + j);
                int count = Math.Min(V.Count, units - j);
                V x = Load<V>(X + candidate + j, count), a = V.Load(z + 2 * gate + j) + Load<V>(bias + j, count), last = Load<V>(before + j, count);
                V n = V.Tanh(V.FusedMultiplyAdd(V.Load(z + gate + j), a, x)), update = V.Load(z + j);
                Store(V.FusedMultiplyAdd(update, last, (one - update) * n), h + j, count);
                if (Kept == null) continue;
                Store(n, Kept + candidate + j, count);
                Store(a, FedBack + at * Units + unit + j, count);
            }
            if (held) new Span<T>(before, units).CopyTo(new(h, units));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(T* source, int count) where V : struct, ILane<V, T> => count == V.Count ? V.Load(source) : V.LoadPart(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V x, T* target, int count) where V : struct, ILane<V, T>
    {
        if (count == V.Count) x.Store(target);
        else V.StorePart(x, target, count);
    }
}
