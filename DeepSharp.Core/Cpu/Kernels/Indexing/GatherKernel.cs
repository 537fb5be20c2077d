namespace DeepSharp.Cpu;

/// <summary>Copies rows: x is seen as [outer, length, row], y as [outer, indices, row].</summary>
internal sealed unsafe class GatherKernel : CpuKernel<GatherOp>
{
    private const int GrainBytes = 64 * 1024;

    public override bool Takes16Bit => true;

    protected override void Run(GatherOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, indices, y) = (inputs[0], inputs[1], outputs[0]);
        int count = checked((int)indices.Count);
        using var index = ScratchArena.Rent<int>(count);
        var cut = AxisCut.At(x.Shape, op.Axis);
        IndexReader.Read(op, indices, x.Shape.Axis(op.Axis), cut.Length, index.Pointer, op.FromEnd);
        if (y.Count == 0) return;
        long row = (long)cut.Inner * x.DType.Size;
        var body = new Body { From = x.Bytes(), To = y.Bytes(), Index = index.Pointer, Length = cut.Length, Count = count, Row = row };
        CpuPool.For(checked(cut.Outer * count), (int)Math.Max(1, GrainBytes / row), ref body);
    }

    private struct Body : IParallelBody
    {
        public byte* From, To;
        public int* Index;
        public int Length, Count;
        public long Row;

        public readonly void Run(int start, int end)
        {
            while (start < end)
            {
                var (outer, first) = Math.DivRem(start, Count);
                int rows = Math.Min(Count - first, end - start);
                byte* from = From + outer * Length * Row, to = To + start * Row;
                switch (Row)
                {
                    case 1: Elements(from, to, Index + first, rows); break;
                    case 2: Elements((ushort*)from, (ushort*)to, Index + first, rows); break;
                    case 4: Elements((uint*)from, (uint*)to, Index + first, rows); break;
                    case 8: Elements((ulong*)from, (ulong*)to, Index + first, rows); break;
                    default:
                        for (int i = 0; i < rows; i++) ShortCopy.Run(from + Index[first + i] * Row, to + i * Row, Row);
                        break;
                }
                start += rows;
            }
        }

        private static void Elements<T>(T* from, T* to, int* index, int count) where T : unmanaged
        {
            for (int i = 0; i < count; i++) to[i] = from[index[i]];
        }
    }
}
