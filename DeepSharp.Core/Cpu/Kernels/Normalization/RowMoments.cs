using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Sums over one row for layer normalization: short pieces in registers, their sums in double.</summary>
internal static unsafe class RowMoments
{
    // Registers added up before their sum goes to double.
    private const int Piece = 32;

    /// <summary>The mean and the biased variance of a row, the second centred by the rounded first.</summary>
    public static (double Mean, double Variance) Of<V, T>(T* x, int n) where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        double total = 0;
        int i = 0;
        while (i <= n - V.Count)
        {
            var sum = V.Of(0);
            for (int end = Math.Min(i + Piece * V.Count, n - V.Count + 1); i < end; i += V.Count) sum += V.Load(x + i);
            total += double.CreateTruncating(V.SumAcross(sum));
        }
        for (; i < n; i++) total += double.CreateTruncating(x[i]);

        T about = T.CreateTruncating(total / n);
        var center = V.Splat(about);
        double rest = 0, squares = 0;
        i = 0;
        while (i <= n - V.Count)
        {
            V sum = V.Of(0), square = V.Of(0);
            for (int end = Math.Min(i + Piece * V.Count, n - V.Count + 1); i < end; i += V.Count)
            {
                var distance = V.Load(x + i) - center;
                sum += distance;
                square = V.FusedMultiplyAdd(distance, distance, square);
            }
            rest += double.CreateTruncating(V.SumAcross(sum));
            squares += double.CreateTruncating(V.SumAcross(square));
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
        where V : struct, ILane<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        var center = V.Splat(mean);
        double plain = 0, centered = 0;
        int i = 0;
        while (i <= n - V.Count)
        {
            V sum = V.Of(0), product = V.Of(0);
            for (int end = Math.Min(i + Piece * V.Count, n - V.Count + 1); i < end; i += V.Count)
            {
                var scaled = V.Load(dy + i) * V.Load(gamma + i);
                sum += scaled;
                product = V.FusedMultiplyAdd(scaled, V.Load(x + i) - center, product);
            }
            plain += double.CreateTruncating(V.SumAcross(sum));
            centered += double.CreateTruncating(V.SumAcross(product));
        }
        for (; i < n; i++)
        {
            double scaled = double.CreateTruncating(dy[i] * gamma[i]);
            plain += scaled;
            centered += scaled * double.CreateTruncating(x[i] - mean);
        }
        return (plain, centered);
    }
}
