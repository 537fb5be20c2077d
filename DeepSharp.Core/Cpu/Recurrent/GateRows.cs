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
        // Copies that nothing else can see stay in registers.
        long next = ahead, rowStep = stride;
        int sumStep = width, whole = units - units % V.Count;
        for (int r = rows; r > 0; r--, s += sumStep, x += rowStep)
        {
            for (int j = 0; j < whole; j += V.Count)
            {
                CacheLines.Ask(x + j + next);
                V sum = V.Load(s + j);
                if (bias != null) sum += V.Load(bias + j);
                var y = activation.Forward(sum + V.Load(x + j));
                y.Store(s + j);
                if (kept != null) y.Store(kept + j);
            }
            if (whole < units) Rest<V, TFn>(activation, units - whole, s + whole, x + whole, kept == null ? null : kept + whole, bias == null ? null : bias + whole);
            if (kept != null) kept += rowStep;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rest<V, TFn>(TFn activation, int count, T* s, T* x, T* kept, T* bias) where V : struct, ILane<V, T> where TFn : struct, IUnaryFn
    {
        V sum = V.Load(s);
        if (bias != null) sum += V.LoadPart(bias, count);
        var y = activation.Forward(sum + V.LoadPart(x, count));
        y.Store(s);
        if (kept != null) V.StorePart(y, kept, count);
    }
}
