using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: Σ dy and Σ dy·(x − mean) of each column over the rows of a slab.</summary>
internal unsafe struct ColumnGradientSums<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public RowSlabs Slabs;
    public int Columns;
    public T* X, Mean, Dy;

    /// <summary>[slab, columns] each.</summary>
    public double* Plain, Centered;

    public readonly void Run(int start, int end)
    {
        var job = new Job { B = this, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public ColumnGradientSums<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int columns = B.Columns;
            using var run = ScratchArena.Rent<T>(2L * columns);
            T* plain = run.Pointer, centered = run.Pointer + columns;
            for (int slab = Start; slab < End; slab++)
            {
                double* slabPlain = B.Plain + (long)slab * columns, slabCentered = B.Centered + (long)slab * columns;
                new Span<double>(slabPlain, columns).Clear();
                new Span<double>(slabCentered, columns).Clear();
                int last = B.Slabs.Start(slab + 1);
                for (int row = B.Slabs.Start(slab); row < last; row += RowSlabs.Run)
                {
                    int rows = Math.Min(RowSlabs.Run, last - row), c = 0;
                    long at = (long)row * columns;
                    for (; c <= columns - V.Count; c += V.Count) OfRun<V>(at + c, c, rows, plain + c, centered + c);
                    for (; c < columns; c++) OfRun<Wide1<T>>(at + c, c, rows, plain + c, centered + c);
                    for (c = 0; c < columns; c++)
                    {
                        slabPlain[c] += double.CreateTruncating(plain[c]);
                        slabCentered[c] += double.CreateTruncating(centered[c]);
                    }
                }
            }
        }

        private readonly void OfRun<V>(long at, int c, int rows, T* plain, T* centered) where V : struct, ILane<V, T>
        {
            V mean = V.Load(B.Mean + c), sum = V.Of(0), product = V.Of(0);
            for (int r = 0; r < rows; r++, at += B.Columns)
            {
                var dy = V.Load(B.Dy + at);
                sum += dy;
                product = V.FusedMultiplyAdd(dy, V.Load(B.X + at) - mean, product);
            }
            sum.Store(plain);
            product.Store(centered);
        }
    }
}
