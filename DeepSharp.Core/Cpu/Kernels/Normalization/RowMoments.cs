using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Sums over one row for the normalizations: short pieces in registers, every other register in a sum of its own, their sums in double.</summary>
internal static unsafe class RowMoments
{
    // Registers added up before their sum goes to double.
    private const int Piece = 32;

    /// <summary>The mean and the biased variance of a row, the second centred by the rounded first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Mean, double Variance) Of<V, T>(T* x, int n) where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        double total = 0;
        int i = 0;
        while (i <= n - V.Count)
        {
            V even = V.Of(0), odd = even;
            int end = End(i, n, V.Count);
            for (; i < end - V.Count; i += 2 * V.Count) (even, odd) = (even + V.Load(x + i), odd + V.Load(x + i + V.Count));
            for (; i < end; i += V.Count) even += V.Load(x + i);
            total += double.CreateTruncating(V.SumAcross(even + odd));
        }
        for (; i < n; i++) total += double.CreateTruncating(x[i]);

        T about = T.CreateTruncating(total / n);
        var center = V.Splat(about);
        double rest = 0, squares = 0;
        i = 0;
        while (i <= n - V.Count)
        {
            V even = V.Of(0), odd = even, evenSquares = even, oddSquares = even;
            int end = End(i, n, V.Count);
            for (; i < end - V.Count; i += 2 * V.Count)
            {
                V a = V.Load(x + i) - center, b = V.Load(x + i + V.Count) - center;
                (even, odd) = (even + a, odd + b);
                (evenSquares, oddSquares) = (V.FusedMultiplyAdd(a, a, evenSquares), V.FusedMultiplyAdd(b, b, oddSquares));
            }
            for (; i < end; i += V.Count)
            {
                V a = V.Load(x + i) - center;
                even += a;
                evenSquares = V.FusedMultiplyAdd(a, a, evenSquares);
            }
            rest += double.CreateTruncating(V.SumAcross(even + odd));
            squares += double.CreateTruncating(V.SumAcross(evenSquares + oddSquares));
        }
        for (; i < n; i++)
        {
            double distance = double.CreateTruncating(x[i] - about);
            rest += distance;
            squares += distance * distance;
        }
        return (double.CreateTruncating(about) + rest / n, (squares - rest * rest / n) / n);
    }

    /// <summary>Σ γ·dy and Σ γ·dy·(x − mean) of a row.</summary>
    public static (double Plain, double Centered) Gradient<V, T>(T* x, T* dy, T* gamma, T mean, int n)
        where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T> => Products<V, T, MultiplyFn>(x, dy, gamma, mean, n);

    /// <summary>Σ dy and Σ dy·(x − mean).</summary>
    public static (double Plain, double Centered) Products<V, T>(T* x, T* dy, T mean, int n)
        where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T> => Products<V, T, NoMerge>(x, dy, null, mean, n);

    // With NoMerge there is no γ; the test folds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Plain, double Centered) Products<V, T, TScale>(T* x, T* dy, T* gamma, T mean, int n)
        where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T> where TScale : struct, IBinaryFn
    {
        var center = V.Splat(mean);
        double plain = 0, centered = 0;
        int i = 0;
        while (i <= n - V.Count)
        {
            V even = V.Of(0), odd = even, evenProducts = even, oddProducts = even;
            int end = End(i, n, V.Count);
            for (; i < end - V.Count; i += 2 * V.Count)
            {
                V a = V.Load(dy + i), b = V.Load(dy + i + V.Count);
                if (typeof(TScale) != typeof(NoMerge)) (a, b) = (a * V.Load(gamma + i), b * V.Load(gamma + i + V.Count));
                (even, odd) = (even + a, odd + b);
                evenProducts = V.FusedMultiplyAdd(a, V.Load(x + i) - center, evenProducts);
                oddProducts = V.FusedMultiplyAdd(b, V.Load(x + i + V.Count) - center, oddProducts);
            }
            for (; i < end; i += V.Count)
            {
                V a = V.Load(dy + i);
                if (typeof(TScale) != typeof(NoMerge)) a *= V.Load(gamma + i);
                even += a;
                evenProducts = V.FusedMultiplyAdd(a, V.Load(x + i) - center, evenProducts);
            }
            plain += double.CreateTruncating(V.SumAcross(even + odd));
            centered += double.CreateTruncating(V.SumAcross(evenProducts + oddProducts));
        }
        for (; i < n; i++)
        {
            double d = double.CreateTruncating(typeof(TScale) != typeof(NoMerge) ? dy[i] * gamma[i] : dy[i]);
            plain += d;
            centered += d * double.CreateTruncating(x[i] - mean);
        }
        return (plain, centered);
    }

    /// <summary>Σ x².</summary>
    public static double Squares<V, T>(T* x, int n) where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T> => Dot<V, T>(x, x, n);

    /// <summary>Σ a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot<V, T>(T* a, T* b, int n) where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        double total = 0;
        int i = 0;
        while (i <= n - V.Count)
        {
            V even = V.Of(0), odd = even;
            int end = End(i, n, V.Count);
            for (; i < end - V.Count; i += 2 * V.Count)
            {
                even = V.FusedMultiplyAdd(V.Load(a + i), V.Load(b + i), even);
                odd = V.FusedMultiplyAdd(V.Load(a + i + V.Count), V.Load(b + i + V.Count), odd);
            }
            for (; i < end; i += V.Count) even = V.FusedMultiplyAdd(V.Load(a + i), V.Load(b + i), even);
            total += double.CreateTruncating(V.SumAcross(even + odd));
        }
        for (; i < n; i++) total += double.CreateTruncating(a[i]) * double.CreateTruncating(b[i]);
        return total;
    }

    /// <summary>Behind the whole registers of the piece that begins here.</summary>
    private static int End(int start, int n, int lanes) => Math.Min(start + Piece * lanes, n - lanes + 1);
}
