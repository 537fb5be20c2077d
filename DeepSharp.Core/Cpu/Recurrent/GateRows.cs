using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Some rows of one gate: the sums made by the product, in a buffer that holds whole registers, and what is added to them.</summary>
/// <param name="rows">How many rows there are.</param>
/// <param name="units">Values of a row that count.</param>
/// <param name="sums">The products; on return the gate's values.</param>
/// <param name="width">Distance between rows of the sums.</param>
/// <param name="x">What is added to the first row.</param>
/// <param name="kept">Where the values are kept as well, at the distances of x; nowhere if null.</param>
/// <param name="stride">Distance between rows of x.</param>
/// <param name="ahead">Distance to the x of the step that is done next.</param>
internal readonly unsafe struct GateRows<T>(int rows, int units, T* sums, int width, T* x, T* kept, long stride, long ahead)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _sums = sums, _x = x, _kept = kept;

    /// <summary>Applies a gate's activation to the sums of products and x.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="bias">Added to every row of products first; nothing if null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Activate<V, TFn>(TFn activation, T* bias = null) where V : struct, ILane<V, T> where TFn : struct, IUnaryFn
    {
        T* s = _sums, x = _x, kept = _kept;
        for (int r = 0; r < rows; r++, s += width, x += stride)
        {
            for (int j = 0; j < units; j += V.Count)
            {
                CacheLines.Ask(x + j + ahead);
                bool whole = j <= units - V.Count;
                V given = whole ? V.Load(x + j) : V.LoadPart(x + j, units - j), sum = V.Load(s + j);
                if (bias != null) sum += whole ? V.Load(bias + j) : V.LoadPart(bias + j, units - j);
                var y = activation.Forward(sum + given);
                y.Store(s + j);
                if (kept == null) continue;
                if (whole) y.Store(kept + j);
                else V.StorePart(y, kept + j, units - j);
            }
            if (kept != null) kept += stride;
        }
    }
}
