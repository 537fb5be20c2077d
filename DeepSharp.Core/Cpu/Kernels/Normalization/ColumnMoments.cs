using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Parallel body: mean and Σ (x − mean)² of each column over the rows of a slab. A run of rows is centred by its own mean, so that a large
/// mean does not swallow the variance; runs are joined in double by Chan's formula.
/// </summary>
internal unsafe struct ColumnMoments<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public RowSlabs Slabs;
    public int Columns;
    public T* X;

    /// <summary>[slab, columns] each.</summary>
    public double* Mean, Squares;

    public readonly void Run(int start, int end)
    {
        var job = new Job { B = this, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    /// <summary>Joins the slabs into the moments of the first.</summary>
    public readonly void Join()
    {
        long rows = Slabs.Start(1);
        for (int slab = 1; slab < Slabs.Count; slab++)
        {
            long more = Slabs.Start(slab + 1) - Slabs.Start(slab), at = (long)slab * Columns;
            ColumnDoubles.Join(Mean, Squares, rows, Mean + at, Squares + at, more, Columns);
            rows += more;
        }
    }

    private struct Job : ILaneJob<T>
    {
        public ColumnMoments<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int columns = B.Columns;
            using var run = ScratchArena.Rent<T>(3L * columns);
            using var wide = ScratchArena.Rent<double>(2L * columns);
            T* about = run.Pointer, rest = about + columns, squares = rest + columns;
            double* mean = wide.Pointer, wideSquares = mean + columns;
            for (int slab = Start; slab < End; slab++)
            {
                double* slabMean = B.Mean + (long)slab * columns, slabSquares = B.Squares + (long)slab * columns;
                new Span<double>(slabMean, columns).Clear();
                new Span<double>(slabSquares, columns).Clear();
                int first = B.Slabs.Start(slab), last = B.Slabs.Start(slab + 1);
                for (int row = first; row < last; row += RowSlabs.Run)
                {
                    int rows = Math.Min(RowSlabs.Run, last - row), c = 0;
                    // The next run is asked for line after line, whatever the order in which this one is read.
                    T* x = B.X + (long)row * columns, next = x + RowSlabs.Run * columns;
                    for (; c <= columns - 2 * V.Count; c += 2 * V.Count) OfTwo<V>(x + c, rows, columns, next + c * RowSlabs.Run, about + c, rest + c, squares + c);
                    for (; c <= columns - V.Count; c += V.Count) OfOne<V>(x + c, rows, columns, next + c * RowSlabs.Run, about + c, rest + c, squares + c);
                    for (; c < columns; c++) OfOne<Wide1<T>>(x + c, rows, columns, next + c * RowSlabs.Run, about + c, rest + c, squares + c);
                    ColumnDoubles.Widen(about, mean, columns);
                    ColumnDoubles.Add(mean, rest, columns);
                    ColumnDoubles.Widen(squares, wideSquares, columns);
                    ColumnDoubles.Join(slabMean, slabSquares, row - first, mean, wideSquares, rows, columns);
                }
            }
        }

        /// <summary>The rounded mean, what it left over, and Σ (x − mean)² of a run.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void OfOne<V>(T* x, int rows, nint columns, T* next, T* mean, T* leftOver, T* squares) where V : struct, ILane<V, T>
        {
            V sum = V.Of(0), share = V.Splat(T.One / T.CreateTruncating(rows));
            T* end = x + rows * columns;
            for (T* p = x; p < end; p += columns)
            {
                CacheLines.Ask(next);
                next += V.Count;
                sum += V.Load(p);
            }
            V about = sum * share, rest = V.Of(0), square = V.Of(0);
            for (T* p = x; p < end; p += columns)
            {
                var distance = V.Load(p) - about;
                rest += distance;
                square = V.FusedMultiplyAdd(distance, distance, square);
            }
            rest *= share;
            about.Store(mean);
            rest.Store(leftOver);
            (square - rest * rest * V.Splat(T.CreateTruncating(rows))).Store(squares);
        }

        /// <summary>The same for two registers side by side, whose sums do not wait for each other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void OfTwo<V>(T* x, int rows, nint columns, T* next, T* mean, T* leftOver, T* squares) where V : struct, ILane<V, T>
        {
            V sum0 = V.Of(0), sum1 = sum0, share = V.Splat(T.One / T.CreateTruncating(rows)), count = V.Splat(T.CreateTruncating(rows));
            T* end = x + rows * columns;
            for (T* p = x; p < end; p += columns)
            {
                CacheLines.Ask(next);
                CacheLines.Ask(next + V.Count);
                next += 2 * V.Count;
                sum0 += V.Load(p);
                sum1 += V.Load(p + V.Count);
            }
            V about0 = sum0 * share, about1 = sum1 * share, rest0 = V.Of(0), rest1 = rest0, square0 = rest0, square1 = rest0;
            for (T* p = x; p < end; p += columns)
            {
                V distance0 = V.Load(p) - about0, distance1 = V.Load(p + V.Count) - about1;
                rest0 += distance0;
                rest1 += distance1;
                square0 = V.FusedMultiplyAdd(distance0, distance0, square0);
                square1 = V.FusedMultiplyAdd(distance1, distance1, square1);
            }
            rest0 *= share;
            rest1 *= share;
            about0.Store(mean);
            about1.Store(mean + V.Count);
            rest0.Store(leftOver);
            rest1.Store(leftOver + V.Count);
            (square0 - rest0 * rest0 * count).Store(squares);
            (square1 - rest1 * rest1 * count).Store(squares + V.Count);
        }
    }
}
