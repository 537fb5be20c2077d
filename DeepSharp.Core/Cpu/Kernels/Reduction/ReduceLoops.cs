using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The inner loops of reductions. Short runs are combined one by one, longer ones pairwise by halves, so that rounding errors stay small.</summary>
internal static unsafe class ReduceLoops<TFn, T> where TFn : struct, IReduceFn where T : unmanaged
{
    /// <summary>Combinations one after another; with four registers side by side a run of neighbours is four times as long.</summary>
    private const int Longest = 24;

    private static T Identity => Wide1<T>.Of(TFn.Identity).First;

    /// <summary>Combines n neighbours.</summary>
    public static T Row<V>(T* x, long n) where V : struct, ILane<V, T>
    {
        if (n <= 0) return Identity;
        if (n > 4 * Longest * V.Count)
        {
            long half = n / 2 / V.Count * V.Count;
            return Combine(Row<V>(x, half), Row<V>(x + half, n - half));
        }
        T total;
        long i;
        if (n < V.Count) (total, i) = (x[0], 1);
        else
        {
            var sum = V.Load(x);
            i = V.Count;
            if (n >= 4 * V.Count)
            {
                // Four sums that do not wait for each other.
                V b = V.Load(x + V.Count), c = V.Load(x + 2 * V.Count), d = V.Load(x + 3 * V.Count);
                for (i = 4 * V.Count; i <= n - 4 * V.Count; i += 4 * V.Count)
                {
                    sum = TFn.Combine(sum, V.Load(x + i));
                    b = TFn.Combine(b, V.Load(x + i + V.Count));
                    c = TFn.Combine(c, V.Load(x + i + 2 * V.Count));
                    d = TFn.Combine(d, V.Load(x + i + 3 * V.Count));
                }
                sum = TFn.Combine(TFn.Combine(sum, b), TFn.Combine(c, d));
            }
            for (; i <= n - V.Count; i += V.Count) sum = TFn.Combine(sum, V.Load(x + i));
            // The lanes are combined as a tree: upper half to lower half until one is left.
            T* lanes = stackalloc T[V.Count];
            sum.Store(lanes);
            for (int width = V.Count / 2; width > 0; width /= 2)
                for (int k = 0; k < width; k++) lanes[k] = Combine(lanes[k], lanes[k + width]);
            total = lanes[0];
        }
        for (; i < n; i++) total = Combine(total, x[i]);
        return total;
    }

    /// <summary>Combines n rows that lie <paramref name="stride"/> apart, column by column for <paramref name="columns"/> neighbours.</summary>
    public static void Columns<V>(T* x, T* y, long n, long stride, int columns) where V : struct, ILane<V, T>
    {
        if (n <= 0)
        {
            new Span<T>(y, columns).Fill(Identity);
            return;
        }
        if (n > Longest)
        {
            long half = n / 2;
            using var upper = ScratchArena.Rent<T>(columns);
            Columns<V>(x, y, half, stride, columns);
            Columns<V>(x + half * stride, upper.Pointer, n - half, stride, columns);
            int c = 0;
            for (; c <= columns - V.Count; c += V.Count) TFn.Combine(V.Load(y + c), V.Load(upper.Pointer + c)).Store(y + c);
            for (; c < columns; c++) y[c] = Combine(y[c], upper.Pointer[c]);
            return;
        }
        // What the next rows' sums will read is asked for, so much further on.
        nint step = (nint)stride, ahead = (nint)n * step;
        int i = 0;
        for (; i <= columns - 4 * V.Count; i += 4 * V.Count)
        {
            // Four sums that do not wait for each other.
            T* row = x + i;
            V a = V.Load(row), b = V.Load(row + V.Count), c = V.Load(row + 2 * V.Count), d = V.Load(row + 3 * V.Count);
            Ask4<V>(row + ahead);
            for (long r = 1; r < n; r++)
            {
                row += step;
                Ask4<V>(row + ahead);
                a = TFn.Combine(a, V.Load(row));
                b = TFn.Combine(b, V.Load(row + V.Count));
                c = TFn.Combine(c, V.Load(row + 2 * V.Count));
                d = TFn.Combine(d, V.Load(row + 3 * V.Count));
            }
            a.Store(y + i);
            b.Store(y + i + V.Count);
            c.Store(y + i + 2 * V.Count);
            d.Store(y + i + 3 * V.Count);
        }
        for (; i <= columns - V.Count; i += V.Count)
        {
            T* row = x + i;
            CacheLines.Ask(row + ahead);
            var sum = V.Load(row);
            for (long r = 1; r < n; r++)
            {
                row += step;
                CacheLines.Ask(row + ahead);
                sum = TFn.Combine(sum, V.Load(row));
            }
            sum.Store(y + i);
        }
        for (; i < columns; i++)
        {
            T sum = x[i];
            for (long r = 1; r < n; r++) sum = Combine(sum, x[r * stride + i]);
            y[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask4<V>(T* x) where V : struct, ILane<V, T>
    {
        CacheLines.Ask(x);
        CacheLines.Ask(x + V.Count);
        CacheLines.Ask(x + 2 * V.Count);
        CacheLines.Ask(x + 3 * V.Count);
    }

    private static T Combine(T a, T b) => TFn.Combine(Wide1<T>.Splat(a), Wide1<T>.Splat(b)).First;
}
