namespace DeepSharp.Cpu;

/// <summary>Fills the output with the padding value and copies the input to its place.</summary>
internal sealed unsafe class PadKernel : CpuKernel<PadOp>
{
    private const int Grain = 64 * 1024;

    private StridedCopy? _copy;
    private long _first;

    public override bool Takes16Bit => true;

    protected override bool AcceptsStrided(PadOp op, int input) => true;

    protected override void Run(PadOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        _copy ??= Plan(op, x, y);
        if (x.Count != y.Count) Fill(y, op.Value);
        if (x.Count > 0) _copy.Run(x.Bytes(), y.Bytes() + _first * y.DType.Size, y.DType.Size);
    }

    private StridedCopy Plan(PadOp op, Tensor x, Tensor y)
    {
        var to = (long[])y.Strides.Clone();
        for (int i = 0; i < op.Padding.Count; i++)
        {
            _first += op.Padding[i].Before * to[i];
            to[i] *= op.Padding[i].Between + 1;
        }
        return new(x.Shape, x.Strides, to);
    }

    private static void Fill(Tensor y, double value)
    {
        ulong pattern = 0;
        Element.Write(new Span<byte>(&pattern, 8), y.DType, value);
        var body = new Body { To = y.Bytes(), Size = y.DType.Size, Pattern = pattern };
        CpuPool.For(checked((int)y.Count), Grain, ref body);
    }

    private struct Body : IParallelBody
    {
        public byte* To;
        public int Size;
        public ulong Pattern;

        public readonly void Run(int start, int end)
        {
            byte* to = To + (long)start * Size;
            int count = end - start;
            switch (Size)
            {
                case 1: new Span<byte>(to, count).Fill((byte)Pattern); break;
                case 2: new Span<ushort>(to, count).Fill((ushort)Pattern); break;
                case 4: new Span<uint>(to, count).Fill((uint)Pattern); break;
                default: new Span<ulong>(to, count).Fill(Pattern); break;
            }
        }
    }
}
