using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Sums of columns kept in double while their parts come in the element type.</summary>
internal static unsafe class ColumnDoubles
{
    /// <summary>Adds a part to each column.</summary>
    public static void Add<T>(double* sum, T* more, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int c = 0, step = Vector<double>.Count;
        if (typeof(T) == typeof(float))
        {
            for (; c <= columns - 2 * step; c += 2 * step)
            {
                Vector.Widen(Vector.Load((float*)more + c), out var lower, out var upper);
                Vector.Store(Vector.Load(sum + c) + lower, sum + c);
                Vector.Store(Vector.Load(sum + c + step) + upper, sum + c + step);
            }
        }
        for (; c < columns; c++) sum[c] += double.CreateTruncating(more[c]);
    }

    /// <summary>Copies the columns.</summary>
    public static void Widen<T>(T* from, double* to, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int c = 0, step = Vector<double>.Count;
        if (typeof(T) == typeof(float))
        {
            for (; c <= columns - 2 * step; c += 2 * step)
            {
                Vector.Widen(Vector.Load((float*)from + c), out var lower, out var upper);
                Vector.Store(lower, to + c);
                Vector.Store(upper, to + c + step);
            }
        }
        for (; c < columns; c++) to[c] = double.CreateTruncating(from[c]);
    }

    /// <summary>Joins the moments of further rows to those of each column by Chan's formula.</summary>
    /// <param name="mean">The means, which become those of all rows.</param>
    /// <param name="squares">The sums of squared distances from the mean, likewise.</param>
    /// <param name="rows">Rows that they stand for.</param>
    /// <param name="otherMean">The further rows' means.</param>
    /// <param name="otherSquares">Their sums of squared distances.</param>
    /// <param name="more">The number of further rows.</param>
    /// <param name="columns">The number of columns.</param>
    public static void Join(double* mean, double* squares, long rows, double* otherMean, double* otherSquares, long more, int columns)
    {
        double share = (double)more / (rows + more), spread = rows * share;
        int c = 0;
        for (; c <= columns - Vector<double>.Count; c += Vector<double>.Count)
        {
            Vector<double> before = Vector.Load(mean + c), distance = Vector.Load(otherMean + c) - before;
            Vector.Store(before + distance * share, mean + c);
            Vector.Store(Vector.Load(squares + c) + (Vector.Load(otherSquares + c) + distance * distance * spread), squares + c);
        }
        for (; c < columns; c++)
        {
            double distance = otherMean[c] - mean[c];
            mean[c] += distance * share;
            squares[c] += otherSquares[c] + distance * distance * spread;
        }
    }
}
