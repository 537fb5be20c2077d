using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
            XEnd = x.Pointer<T>() + x.Count,
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
        public T* X, XEnd, Y, Weights;
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
            // A pixel of a few channels fills only a part of the widest register, and the rest would be work for nothing.
            if (B.Row < V.Count && Vector128.IsHardwareAccelerated) Items<Wide128<T>>();
            else Items<V>();
        }

        private readonly void Items<V>() where V : struct, ILane<V, T>
        {
            var (outer, o) = Math.DivRem(Start, B.To);
            T* y = B.Y + (long)Start * B.Row;
            for (int item = Start; item < End; item++, y += B.Row)
            {
                T* x = B.X + ((long)outer * B.From + B.Firsts[o]) * B.Row, w = B.Weights + B.Starts[o];
                Item<V>(x, w, B.Starts[o + 1] - B.Starts[o], y, item);
                if (++o == B.To) (o, outer) = (0, outer + 1);
            }
        }

        private readonly void Item<V>(T* x, T* w, int count, T* y, int item) where V : struct, ILane<V, T>
        {
            int row = B.Row, c = 0;
            for (; c <= row - V.Count; c += V.Count) Sum<V>(x + c, w, count, row).Store(y + c);
            if (c == row) return;
            // The last register takes what it can of the row again, or reaches beyond it: the rows behind are still to be written, by this thread.
            if (row > V.Count) Sum<V>(x + row - V.Count, w, count, row).Store(y + row - V.Count);
            else if (c == 0 && (long)(End - item) * row >= V.Count && x + (long)(count - 1) * row + V.Count <= B.XEnd) Sum<V>(x, w, count, row).Store(y);
            else for (; c < row; c++) y[c] = Sum<Wide1<T>>(x + c, w, count, row).First;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Sum<V>(T* x, T* w, int count, int row) where V : struct, ILane<V, T>
        {
            if (count == 0) return V.Of(0);
            var sum = V.Load(x) * V.Splat(w[0]);
            for (int t = 1; t < count; t++) sum = V.FusedMultiplyAdd(V.Load(x + (long)t * row), V.Splat(w[t]), sum);
            return sum;
        }
    }
}
