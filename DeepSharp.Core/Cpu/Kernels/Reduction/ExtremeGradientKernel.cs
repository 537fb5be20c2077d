namespace DeepSharp.Cpu;

/// <summary>Counts the elements that reach the extreme and gives them their shares, without a tensor of hits. The reduced axes must be neighbours.</summary>
internal sealed unsafe class ExtremeGradientKernel : CpuKernel<ExtremeGradientOp>
{
    /// <summary>Elements a thread should at least go through, and columns that it goes through together.</summary>
    private const int Grain = 32 * 1024, Columns = 256;

    protected override bool Supports(ExtremeGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].DType is DType.Float32 or DType.Float64 && Cut(inputs[0].Shape, inputs[1].Shape) is not null;

    protected override bool CanOverwrite(ExtremeGradientOp op, int input, int output) => input == 0;

    protected override void Run(ExtremeGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(inputs, outputs[0]);
        else Run<double>(inputs, outputs[0]);
    }

    private static void Run<T>(ReadOnlySpan<Tensor> inputs, Tensor dx) where T : unmanaged
    {
        var (outer, length, inner) = Cut(dx.Shape, inputs[1].Shape)!.Value;
        var body = new Body<T>
        {
            X = inputs[0].Pointer<T>(),
            Y = inputs[1].Pointer<T>(),
            Dy = inputs[2].Pointer<T>(),
            Dx = dx.Pointer<T>(),
            Length = length,
            Inner = inner,
            Blocks = (inner + Columns - 1) / Columns,
        };
        CpuPool.For(checked(outer * body.Blocks), (int)Math.Max(1, Grain / Math.Min((long)length * Columns, (long)length * inner)), ref body);
    }

    /// <summary>The shape cut at the reduced axes, which are as one; null where another stands between them, or none is reduced.</summary>
    private static AxisCut? Cut(Shape x, Shape y)
    {
        int outer = 1, length = 1, inner = 1, d = 0;
        for (; d < x.Rank && (y[d] == x[d]); d++) outer = checked(outer * x[d]);
        for (; d < x.Rank && (y[d] != x[d] || x[d] == 1); d++) length = checked(length * x[d]);
        for (; d < x.Rank && y[d] == x[d]; d++) inner = checked(inner * x[d]);
        return d == x.Rank && length > 1 ? new(outer, length, inner) : null;
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* X, Y, Dy, Dx;
        public int Length, Inner, Blocks;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged
    {
        public Body<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            T* shares = stackalloc T[Columns];
            for (int item = Start; item < End; item++)
            {
                var (outer, block) = Math.DivRem(item, B.Blocks);
                int first = block * Columns;
                long x = (long)outer * B.Length * B.Inner + first, y = (long)outer * B.Inner + first;
                if (B.Inner == 1) Line<V>(x, B.Y[y], B.Dy[y]);
                else Block<V>(x, y, Math.Min(Columns, B.Inner - first), shares);
            }
        }

        private readonly void Line<V>(long at, T y, T dy) where V : struct, ILane<V, T>
        {
            T* x = B.X + at, dx = B.Dx + at;
            // Counts are whole, so it does not matter how they are summed.
            V extreme = V.Splat(y), hits = V.Of(0);
            Wide1<T> one = new(y), rest = Wide1<T>.Of(0);
            int i = 0;
            for (; i <= B.Length - V.Count; i += V.Count) hits += V.MaskToOne(V.Equal(V.Load(x + i), extreme));
            for (; i < B.Length; i++) rest += One(x + i, one);
            var share = new Wide1<T>(dy) / (new Wide1<T>(V.SumAcross(hits)) + rest);
            var shares = V.Splat(share.First);
            for (i = 0; i <= B.Length - V.Count; i += V.Count) (V.MaskToOne(V.Equal(V.Load(x + i), extreme)) * shares).Store(dx + i);
            for (; i < B.Length; i++) (One(x + i, one) * share).Store(dx + i);
        }

        private readonly void Block<V>(long at, long reduced, int columns, T* shares) where V : struct, ILane<V, T>
        {
            new Span<T>(shares, columns).Clear();
            T* y = B.Y + reduced, dy = B.Dy + reduced, x = B.X + at, dx = B.Dx + at;
            for (int r = 0; r < B.Length; r++, x += B.Inner)
            {
                int c = 0;
                for (; c <= columns - V.Count; c += V.Count) (V.Load(shares + c) + V.MaskToOne(V.Equal(V.Load(x + c), V.Load(y + c)))).Store(shares + c);
                for (; c < columns; c++) (Wide1<T>.Load(shares + c) + One(x + c, Wide1<T>.Load(y + c))).Store(shares + c);
            }
            for (int c = 0; c < columns; c++) (Wide1<T>.Load(dy + c) / Wide1<T>.Load(shares + c)).Store(shares + c);
            x = B.X + at;
            for (int r = 0; r < B.Length; r++, x += B.Inner, dx += B.Inner)
            {
                int c = 0;
                for (; c <= columns - V.Count; c += V.Count) (V.MaskToOne(V.Equal(V.Load(x + c), V.Load(y + c))) * V.Load(shares + c)).Store(dx + c);
                for (; c < columns; c++) (One(x + c, Wide1<T>.Load(y + c)) * Wide1<T>.Load(shares + c)).Store(dx + c);
            }
        }

        private static Wide1<T> One(T* x, Wide1<T> y)
        {
            var hit = Wide1<T>.Equal(Wide1<T>.Load(x), y);
            return Wide1<T>.And(hit, Wide1<T>.Of(1));
        }
    }
}
