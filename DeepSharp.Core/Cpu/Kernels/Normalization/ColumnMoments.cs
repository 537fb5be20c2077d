using System.Numerics;

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
            long more = Slabs.Start(slab + 1) - Slabs.Start(slab);
            for (int c = 0; c < Columns; c++)
                Join(ref Mean[c], ref Squares[c], rows, Mean[(long)slab * Columns + c], Squares[(long)slab * Columns + c], more);
            rows += more;
        }
    }

    private static void Join(ref double mean, ref double squares, long rows, double otherMean, double otherSquares, long more)
    {
        double distance = otherMean - mean, share = (double)more / (rows + more);
        mean += distance * share;
        squares += otherSquares + distance * distance * rows * share;
    }

    private struct Job : ILaneJob<T>
    {
        public ColumnMoments<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int columns = B.Columns;
            using var run = ScratchArena.Rent<T>(3L * columns);
            T* about = run.Pointer, rest = about + columns, squares = rest + columns;
            for (int slab = Start; slab < End; slab++)
            {
                double* slabMean = B.Mean + (long)slab * columns, slabSquares = B.Squares + (long)slab * columns;
                new Span<double>(slabMean, columns).Clear();
                new Span<double>(slabSquares, columns).Clear();
                int first = B.Slabs.Start(slab), last = B.Slabs.Start(slab + 1);
                for (int row = first; row < last; row += RowSlabs.Run)
                {
                    int rows = Math.Min(RowSlabs.Run, last - row), c = 0;
                    T* x = B.X + (long)row * columns;
                    for (; c <= columns - V.Count; c += V.Count) OfRun<V>(x + c, rows, columns, about + c, rest + c, squares + c);
                    for (; c < columns; c++) OfRun<Wide1<T>>(x + c, rows, columns, about + c, rest + c, squares + c);
                    for (c = 0; c < columns; c++)
                    {
                        double mean = double.CreateTruncating(about[c]) + double.CreateTruncating(rest[c]);
                        Join(ref slabMean[c], ref slabSquares[c], row - first, mean, double.CreateTruncating(squares[c]), rows);
                    }
                }
            }
        }

        /// <summary>The rounded mean, what it left over, and Σ (x − mean)² of a run.</summary>
        private static void OfRun<V>(T* x, int rows, int columns, T* mean, T* leftOver, T* squares) where V : struct, ILane<V, T>
        {
            V sum = V.Of(0), share = V.Splat(T.One / T.CreateTruncating(rows));
            for (int r = 0; r < rows; r++) sum += V.Load(x + (long)r * columns);
            V about = sum * share, rest = V.Of(0), square = V.Of(0);
            for (int r = 0; r < rows; r++)
            {
                var distance = V.Load(x + (long)r * columns) - about;
                rest += distance;
                square = V.FusedMultiplyAdd(distance, distance, square);
            }
            rest *= share;
            about.Store(mean);
            rest.Store(leftOver);
            (square - rest * rest * V.Splat(T.CreateTruncating(rows))).Store(squares);
        }
    }
}
