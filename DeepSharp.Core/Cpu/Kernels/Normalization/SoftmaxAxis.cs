namespace DeepSharp.Cpu;

/// <summary>Softmax and log-softmax along any axis: dense rows where it is the last, else columns, a register of them at a time.</summary>
internal static unsafe class SoftmaxAxis
{
    public static void Run<T>(Tensor x, Tensor y, int axis, bool logarithm) where T : unmanaged
    {
        if (y.Count == 0) return;
        axis = x.Shape.Axis(axis);
        int n = x.Shape[axis];
        long inner = 1;
        foreach (int d in x.Shape.Dims[(axis + 1)..]) inner *= d;
        if (inner == 1 && n <= ShortRows<T>.Longest)
        {
            long rows = y.Count / n;
            RowLoop.Run<T, ShortRows<T>>(TurnedRows.Groups(rows), n * TurnedRows.Group,
                new ShortRows<T> { X = x.Pointer<T>(), Y = y.Pointer<T>(), N = n, Rows = rows, Logarithm = logarithm });
            return;
        }
        if (inner == 1)
        {
            RowLoop.Run<T, Row<T>>(y.Count / n, n, new Row<T> { X = x.Pointer<T>(), Y = y.Pointer<T>(), N = n, Logarithm = logarithm });
            return;
        }
        long outer = y.Count / n / inner;
        RowLoop.Run<T, Columns<T>>(outer, n * inner,
            new Columns<T> { X = x.Pointer<T>(), Y = y.Pointer<T>(), N = n, Inner = inner, Logarithm = logarithm });
    }

    private struct Row<T> : IRowJob<T> where T : unmanaged
    {
        public T* X, Y;
        public int N;
        public bool Logarithm;

        public readonly void Run<V>(long row, T* buffer) where V : struct, ILane<V, T>
        {
            T* x = X + row * N, y = Y + row * N;
            T max = SoftmaxRow.Max<V, T>(x, N);
            if (Logarithm)
            {
                T sum = SoftmaxRow.SumExp<V, T>(x, max, N, null, buffer);
                Shift<V>(x, y, max, V.Log(V.Splat(sum)).First);
                return;
            }
            var total = new Wide1<T>(SoftmaxRow.SumExp<V, T>(x, max, N, y, buffer));
            SoftmaxRow.Scale<V, T>(y, N, (Wide1<T>.Of(1) / total).First);
        }

        /// <summary>y = (x − max) − log; in this order nothing is lost when max is large.</summary>
        private readonly void Shift<V>(T* x, T* y, T max, T log) where V : struct, ILane<V, T>
        {
            int i = 0;
            for (; i <= N - V.Count; i += V.Count) (V.Load(x + i) - V.Splat(max) - V.Splat(log)).Store(y + i);
            for (; i < N; i++) y[i] = (new Wide1<T>(x[i]) - new Wide1<T>(max) - new Wide1<T>(log)).First;
        }
    }

    /// <summary>Several rows shorter than a few registers: turned on their side, so that each lane works on a row of its own.</summary>
    private struct ShortRows<T> : IRowJob<T> where T : unmanaged
    {
        /// <summary>From here on whole registers of one row are faster.</summary>
        public const int Longest = 32;

        public T* X, Y;
        public int N;
        public long Rows;
        public bool Logarithm;

        public readonly void Run<V>(long group, T* buffer) where V : struct, ILane<V, T>
        {
            const int lanes = TurnedRows.Group;
            T* room = stackalloc T[Longest * lanes + CacheLines.Spare<T>()], turned = CacheLines.Align(room);
            int rows = TurnedRows.RowsOf(group, Rows);
            TurnedRows.In(X + group * lanes * N, rows, N, turned);
            var columns = new Columns<T> { N = N, Inner = lanes, Logarithm = Logarithm };
            for (int c = 0; c < lanes; c += V.Count) columns.Column<V>(turned + c, turned + c);
            TurnedRows.Out(turned, rows, N, Y + group * lanes * N);
        }
    }

    /// <summary>One [n, inner] matrix, each column on its own.</summary>
    private struct Columns<T> : IRowJob<T> where T : unmanaged
    {
        public T* X, Y;
        public int N;
        public long Inner;
        public bool Logarithm;

        public readonly void Run<V>(long matrix, T* buffer) where V : struct, ILane<V, T>
        {
            T* x = X + matrix * N * Inner, y = Y + matrix * N * Inner;
            long c = 0;
            for (; c <= Inner - V.Count; c += V.Count) Column<V>(x + c, y + c);
            for (; c < Inner; c++) Column<Wide1<T>>(x + c, y + c);
        }

        public readonly void Column<V>(T* x, T* y) where V : struct, ILane<V, T>
        {
            var max = V.Load(x);
            for (long r = 1; r < N; r++) max = V.Max(max, V.Load(x + r * Inner));
            var (total, part) = (V.Of(0), V.Of(0));
            for (long r = 0; r < N; r++)
            {
                var e = V.Exp(V.Load(x + r * Inner) - max);
                if (!Logarithm) e.Store(y + r * Inner);
                part += e;
                if (r % 64 == 63) (total, part) = (total + part, V.Of(0));
            }
            total += part;
            var last = Logarithm ? V.Log(total) : V.Of(1) / total;
            for (long r = 0; r < N; r++)
                (Logarithm ? V.Load(x + r * Inner) - max - last : V.Load(y + r * Inner) * last).Store(y + r * Inner);
        }
    }
}
