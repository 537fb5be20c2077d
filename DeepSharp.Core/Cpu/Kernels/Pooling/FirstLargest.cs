namespace DeepSharp.Cpu;

/// <summary>Where the largest element of a window stands, lane by lane: the first one where several are equal, a NaN before all others.</summary>
internal static unsafe class FirstLargest
{
    /// <summary>The place of the largest element among the taps of the window, counted from 0 in row-major order, as a number of the lane's type.</summary>
    /// <remarks>Floats count exactly up to 2²⁴ taps.</remarks>
    public static V Find<V, T>(in PoolGrid g, in PoolWindow window, T* x) where V : struct, ILane<V, T> where T : unmanaged
    {
        V best = V.Load(x + (((long)window.D0 * g.Input.H + window.H0) * g.Input.W + window.W0) * g.Channels);
        V place = V.Of(0), here = V.Of(0), one = V.Of(1);
        for (int z = window.D0; z < window.D1; z++)
        {
            for (int r = window.H0; r < window.H1; r++)
            {
                T* tap = x + (((long)z * g.Input.H + r) * g.Input.W + window.W0) * g.Channels;
                for (int k = window.W0; k < window.W1; k++, tap += g.Channels)
                {
                    var value = V.Load(tap);
                    // A NaN replaces a number, but no later NaN replaces the first: best == best fails for NaN.
                    var better = V.And(V.Or(V.Less(best, value), V.IsNaN(value)), V.Equal(best, best));
                    best = V.Select(better, value, best);
                    place = V.Select(better, here, place);
                    here += one;
                }
            }
        }
        return place;
    }
}
