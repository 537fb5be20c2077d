using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Searches an axis for its largest or smallest element.</summary>
internal static unsafe class ArgExtremes
{
    private const int Grain = 16 * 1024;

    /// <summary>Neighbouring columns that are searched together.</summary>
    private const int ColumnBlock = 256;

    public static void Run(int axis, bool largest, Tensor x, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32: Run<float>(axis, largest, x, y); break;
            case DType.Float64: Run<double>(axis, largest, x, y); break;
            case DType.Int32: Run<int>(axis, largest, x, y); break;
            default: Run<long>(axis, largest, x, y); break;
        }
    }

    private static void Run<T>(int axis, bool largest, Tensor x, Tensor y) where T : unmanaged, INumber<T>
    {
        if (y.Count == 0) return;
        axis = x.Shape.Axis(axis);
        var body = new Body<T> { From = x.Pointer<T>(), To = y.Pointer<int>(), N = x.Shape[axis], Inner = 1, Largest = largest };
        for (int d = axis + 1; d < x.Rank; d++) body.Inner *= x.Shape[d];
        body.Blocks = (body.Inner + ColumnBlock - 1) / ColumnBlock;
        long items = y.Count / body.Inner * body.Blocks;
        CpuPool.For(checked((int)items), (int)Math.Max(1, Grain / (body.N * Math.Min(body.Inner, ColumnBlock))), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, INumber<T>
    {
        public T* From;
        public int* To;
        public long N, Inner, Blocks;
        public bool Largest;

        public readonly void Run(int start, int end)
        {
            T* best = stackalloc T[ColumnBlock];
            for (int item = start; item < end; item++)
            {
                long outer = item / Blocks, column = item % Blocks * ColumnBlock;
                int columns = (int)Math.Min(ColumnBlock, Inner - column);
                T* x = From + outer * N * Inner + column;
                int* place = To + outer * Inner + column;
                if (Largest) Search<Above>(x, best, place, columns);
                else Search<Below>(x, best, place, columns);
            }
        }

        private readonly void Search<TOrder>(T* x, T* best, int* place, int columns) where TOrder : IOrder
        {
            for (int c = 0; c < columns; c++) (best[c], place[c]) = (x[c], 0);
            for (int r = 1; r < N; r++)
            {
                x += Inner;
                for (int c = 0; c < columns; c++)
                    if (TOrder.Beats(x[c], best[c])) (best[c], place[c]) = (x[c], r);
            }
        }
    }

    private interface IOrder
    {
        /// <summary>Whether a later element displaces the best so far; the first NaN stays.</summary>
        static abstract bool Beats<T>(T x, T best) where T : INumber<T>;
    }

    private readonly struct Above : IOrder
    {
        public static bool Beats<T>(T x, T best) where T : INumber<T> => x > best || T.IsNaN(x) && !T.IsNaN(best);
    }

    private readonly struct Below : IOrder
    {
        public static bool Beats<T>(T x, T best) where T : INumber<T> => x < best || T.IsNaN(x) && !T.IsNaN(best);
    }
}
