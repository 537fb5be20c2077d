namespace DeepSharp.Cpu;

/// <summary>y[a, j, b] = x[a, index[a, j, b], b] over [outer, axis, inner].</summary>
internal sealed unsafe class TakeAlongAxisKernel : CpuKernel<TakeAlongAxisOp>
{
    private const int Grain = 16 * 1024;

    public override bool Takes16Bit => true;

    protected override void Run(TakeAlongAxisOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, indices, y) = (inputs[0], inputs[1], outputs[0]);
        using var index = ScratchArena.Rent<int>(indices.Count);
        int axis = x.Shape.Axis(op.Axis);
        IndexReader.Read(op, indices, axis, x.Shape[axis], index.Pointer);
        if (y.Count == 0) return;
        switch (x.DType.Size)
        {
            case 1: Run<byte>(x, y, axis, index.Pointer); break;
            case 2: Run<ushort>(x, y, axis, index.Pointer); break;
            case 4: Run<uint>(x, y, axis, index.Pointer); break;
            default: Run<ulong>(x, y, axis, index.Pointer); break;
        }
    }

    private static void Run<T>(Tensor x, Tensor y, int axis, int* index) where T : unmanaged
    {
        var cut = AxisCut.At(x.Shape, axis);
        var body = new Body<T>
        {
            From = x.Pointer<T>(),
            To = y.Pointer<T>(),
            Index = index,
            Length = cut.Length,
            Taken = y.Shape[axis],
            Inner = cut.Inner,
        };
        CpuPool.For(checked(cut.Outer * y.Shape[axis]), Math.Max(1, Grain / cut.Inner), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* From, To;
        public int* Index;
        public int Length, Taken, Inner;

        public readonly void Run(int start, int end)
        {
            while (start < end)
            {
                // The rows taken from one part of x.
                var (outer, row) = Math.DivRem(start, Taken);
                int rows = Math.Min(Taken - row, end - start);
                long first = (long)start * Inner;
                T* from = From + (long)outer * Length * Inner, to = To + first;
                int* index = Index + first;
                if (Inner == 1)
                    for (int j = 0; j < rows; j++) to[j] = from[index[j]];
                else
                    for (int j = 0; j < rows; j++, to += Inner, index += Inner)
                        for (int i = 0; i < Inner; i++) to[i] = from[(long)index[i] * Inner + i];
                start += rows;
            }
        }
    }
}
