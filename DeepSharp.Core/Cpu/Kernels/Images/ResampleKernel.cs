using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Sums a few rows of x, seen as [outer, from, row], for each row of y; the elements of a row lie side by side in registers.</summary>
/// <remarks>The weights are worked out anew at each run: there are few of them beside the data.</remarks>
internal sealed unsafe class ResampleKernel : CpuKernel<ResampleOp>
{
    private const int Grain = 16 * 1024;

    protected override bool Supports(ResampleOp op, ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType is DType.Float32 or DType.Float64;

    protected override void Run(ResampleOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs[0], outputs[0]);
        else Run<double>(op, inputs[0], outputs[0]);
    }

    private static void Run<T>(ResampleOp op, Tensor x, Tensor y) where T : unmanaged, INumberBase<T>
    {
        var taps = op.Taps;
        int to = op.Transposed ? taps.From : taps.To;
        using var firsts = ScratchArena.Rent<int>(to);
        using var starts = ScratchArena.Rent<int>(to + 1);
        using var weights = ScratchArena.Rent<T>((long)taps.To * taps.Most);
        if (op.Transposed) TapTable.WriteTransposed(taps, firsts.Pointer, starts.Pointer, weights.Pointer);
        else TapTable.Write(taps, firsts.Pointer, starts.Pointer, weights.Pointer);
        var cut = AxisCut.At(x.Shape, op.Axis);
        var body = new Body<T>
        {
            X = x.Pointer<T>(),
            Y = y.Pointer<T>(),
            Firsts = firsts.Pointer,
            Starts = starts.Pointer,
            Weights = weights.Pointer,
            From = cut.Length,
            To = to,
            Row = cut.Inner,
        };
        long work = (long)cut.Inner * (1 + starts.Pointer[to] / to);
        CpuPool.For(checked(cut.Outer * to), (int)Math.Max(1, Grain / work), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, INumberBase<T>
    {
        public T* X, Y, Weights;
        public int* Firsts, Starts;
        public int From, To, Row;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged, INumberBase<T>
    {
        public Body<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int row = B.Row;
            for (int item = Start; item < End; item++)
            {
                var (outer, o) = Math.DivRem(item, B.To);
                T* x = B.X + ((long)outer * B.From + B.Firsts[o]) * row, y = B.Y + (long)item * row, w = B.Weights + B.Starts[o];
                int count = B.Starts[o + 1] - B.Starts[o], c = 0;
                for (; c <= row - V.Count; c += V.Count) Sum<V>(x + c, w, count, row).Store(y + c);
                for (; c < row; c++) y[c] = Sum<Wide1<T>>(x + c, w, count, row).First;
            }
        }

        private static V Sum<V>(T* x, T* w, int count, int row) where V : struct, ILane<V, T>
        {
            if (count == 0) return V.Of(0);
            var sum = V.Load(x) * V.Splat(w[0]);
            for (int t = 1; t < count; t++) sum = V.FusedMultiplyAdd(V.Load(x + (long)t * row), V.Splat(w[t]), sum);
            return sum;
        }
    }
}
