namespace DeepSharp.Cpu;

/// <summary>Turns coordinates into places, each checked against its own axis.</summary>
internal sealed unsafe class FlatIndexKernel : CpuKernel<FlatIndexOp>
{
    protected override void Run(FlatIndexOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        int rank = op.Grid.Rank;
        bool wide = x.DType == DType.Int64;
        void* from = x.Bytes();
        long* to = y.Pointer<long>();
        for (long i = 0; i < y.Count; i++)
        {
            long place = 0;
            for (int d = 0; d < rank; d++)
            {
                long at = i * rank + d, index = wide ? ((long*)from)[at] : ((int*)from)[at];
                int length = op.Grid[d];
                if (index < -length || index >= length) throw IndexReader.Outside(op, x, d, length, -length, at, index);
                place = place * length + (index < 0 ? index + length : index);
            }
            to[i] = place;
        }
    }
}
