namespace DeepSharp.Cpu;

/// <summary>Copies x, unless it is overwritten in place, and then the updates, row after row, so that the last one stands.</summary>
internal sealed unsafe class ScatterUpdateKernel : CpuKernel<ScatterUpdateOp>
{
    public override bool Takes16Bit => true;

    protected override bool CanOverwrite(ScatterUpdateOp op, int input, int output) => input == 0;

    protected override void Run(ScatterUpdateOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, indices, updates, y) = (inputs[0], inputs[1], inputs[2], outputs[0]);
        int count = checked((int)indices.Count);
        using var index = ScratchArena.Rent<int>(count);
        IndexReader.Read(op, indices, 0, x.Shape[0], index.Pointer);
        byte* to = y.Bytes(), from = updates.Bytes();
        if (to != x.Bytes()) Buffer.MemoryCopy(x.Bytes(), to, y.Spec.Bytes, y.Spec.Bytes);
        if (count == 0 || y.Count == 0) return;
        long row = updates.Spec.Bytes / count;
        for (int i = 0; i < count; i++) Buffer.MemoryCopy(from + i * row, to + index.Pointer[i] * row, row, row);
    }
}
