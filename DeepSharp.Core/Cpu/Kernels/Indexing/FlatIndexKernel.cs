using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Turns coordinates into places, each checked against its own axis.</summary>
internal sealed unsafe class FlatIndexKernel : CpuKernel<FlatIndexOp>
{
    private const int Grain = 8 * 1024;

    protected override void Run(FlatIndexOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[0].DType == DType.Int64) Run<long>(op, inputs[0], outputs[0]);
        else Run<int>(op, inputs[0], outputs[0]);
    }

    private static void Run<T>(FlatIndexOp op, Tensor x, Tensor y) where T : unmanaged, IBinaryInteger<T>
    {
        int rank = op.Grid.Rank;
        using var lengths = ScratchArena.Rent<int>(rank);
        for (int d = 0; d < rank; d++) lengths.Pointer[d] = op.Grid[d];
        long wrong = long.MaxValue;
        var body = new Body<T> { X = x.Pointer<T>(), Y = y.Pointer<long>(), Lengths = lengths.Pointer, Rank = rank, Wrong = &wrong };
        CpuPool.For(checked((int)y.Count), Grain, ref body);
        if (wrong == long.MaxValue) return;
        int axis = (int)(wrong % rank), length = op.Grid[axis];
        throw IndexReader.Outside(op, x, axis, length, -length, wrong, long.CreateTruncating(x.Pointer<T>()[wrong]));
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IBinaryInteger<T>
    {
        public T* X;
        public long* Y, Wrong;
        public int* Lengths;
        public int Rank;

        public readonly void Run(int start, int end)
        {
            T* x = X + (long)start * Rank;
            for (int i = start; i < end; i++)
            {
                long place = 0;
                for (int d = 0; d < Rank; d++, x++)
                {
                    long index = long.CreateTruncating(*x), length = Lengths[d];
                    if (index < 0) index += length;
                    if ((ulong)index >= (ulong)length)
                    {
                        Report(x - X);
                        return;
                    }
                    place = place * length + index;
                }
                Y[i] = place;
            }
        }

        /// <summary>Of several wrong ones the first is named, whichever thread finds its own first.</summary>
        private readonly void Report(long at)
        {
            for (long seen = Volatile.Read(ref *Wrong); at < seen;)
            {
                long before = Interlocked.CompareExchange(ref *Wrong, at, seen);
                if (before == seen) return;
                seen = before;
            }
        }
    }
}
