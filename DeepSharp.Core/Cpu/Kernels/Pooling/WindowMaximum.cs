using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The largest element of a window and the first tap that holds it, lane by lane. A NaN counts as the largest.</summary>
internal static unsafe class WindowMaximum
{
    /// <summary>The largest element; NaN when the window holds one.</summary>
    public static V Of<V, T>(in PoolGrid g, in PoolWindow window, T* x) where V : struct, ILane<V, T> where T : unmanaged
    {
        var best = V.Of(double.NegativeInfinity);
        for (int z = window.D0; z < window.D1; z++)
        {
            for (int r = window.H0; r < window.H1; r++)
            {
                T* tap = x + g.Offset(z, r, window.W0);
                for (int k = window.W0; k < window.W1; k++, tap += g.Channels) best = V.Max(best, V.Load(tap));
            }
        }
        return best;
    }

    /// <summary>The largest elements of a whole window, channel by channel.</summary>
    /// <param name="x">The window's first tap.</param>
    /// <param name="taps">Where its taps lie.</param>
    /// <param name="count">Their number.</param>
    /// <param name="y">The results.</param>
    /// <param name="channels">Channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Whole<V, T>(T* x, long* taps, int count, T* y, int channels) where V : struct, ILane<V, T> where T : unmanaged
    {
        int c = 0;
        if (count == 4)
        {
            T* x0 = x + taps[0], x1 = x + taps[1], x2 = x + taps[2], x3 = x + taps[3];
            for (; c <= channels - V.Count; c += V.Count)
                V.Max(V.Max(V.Load(x0 + c), V.Load(x1 + c)), V.Max(V.Load(x2 + c), V.Load(x3 + c))).Store(y + c);
        }
        for (; c <= channels - V.Count; c += V.Count) Of<V, T>(x + c, taps, count).Store(y + c);
        for (; c < channels; c++) y[c] = Of<Wide1<T>, T>(x + c, taps, count).First;
    }

    /// <summary>The largest element of a whole window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(T* x, long* taps, int count) where V : struct, ILane<V, T> where T : unmanaged
    {
        var best = V.Load(x + taps[0]);
        for (int t = 1; t < count; t++) best = V.Max(best, V.Load(x + taps[t]));
        return best;
    }

    /// <summary>Asked tap by tap: the mask of lanes whose first largest element this is.</summary>
    /// <param name="value">The tap's elements.</param>
    /// <param name="best">The largest elements.</param>
    /// <param name="open">Lanes whose maximum was not met yet; begins with all.</param>
    public static V Hit<V>(V value, V best, ref V open) where V : struct, ILane<V>
    {
        // A NaN equals nothing, itself included; where there is one, it is what is looked for.
        var hit = V.And(open, V.Or(V.Equal(value, best), V.IsNaN(value)));
        open = V.And(open, V.Not(hit));
        return hit;
    }
}
