namespace DeepSharp.Cpu;

/// <summary>Repeats the pixels of each row, and the row where the next one is the same; the composition would read it all element by element.</summary>
internal sealed unsafe class UpSampleKernel : CpuKernel<UpSampleOp>
{
    private const int GrainBytes = 64 * 1024;

    public override bool Takes16Bit => true;

    protected override void Run(UpSampleOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count == 0) return;
        int pixel = x.Shape[^1] * x.DType.Size;
        var body = new Body { Op = op, Shape = y.Shape, From = x.Bytes(), To = y.Bytes(), Pixel = pixel, Pixels = x.Shape[^2], Times = op.Factors[^1] };
        long row = (long)pixel * y.Shape[^2];
        CpuPool.For(checked((int)(y.Spec.Bytes / row)), (int)Math.Max(1, GrainBytes / row), ref body);
    }

    private struct Body : IParallelBody
    {
        public UpSampleOp Op;
        public Shape Shape;
        public byte* From, To;
        public int Pixel, Pixels, Times;

        public readonly void Run(int start, int end)
        {
            long given = (long)Pixel * Pixels, made = given * Times, last = -1;
            for (int row = start; row < end; row++)
            {
                long source = Source(row);
                byte* to = To + row * made;
                if (source == last) Buffer.MemoryCopy(to - made, to, made, made);
                else Stretch(From + source * given, to);
                last = source;
            }
        }

        /// <summary>The row of the input that a row of the output repeats.</summary>
        private readonly long Source(int row)
        {
            long source = 0, size = 1;
            for (int d = Shape.Rank - 3; d >= 1; d--)
            {
                (row, int at) = Math.DivRem(row, Shape[d]);
                source += size * (at / Op.Factors[d - 1]);
                size *= Shape[d] / Op.Factors[d - 1];
            }
            return source + size * row;
        }

        private readonly void Stretch(byte* from, byte* to)
        {
            switch (Pixel)
            {
                case 1: Elements(from, to); break;
                case 2: Elements((ushort*)from, (ushort*)to); break;
                case 4: Elements((uint*)from, (uint*)to); break;
                default:
                    for (int p = 0; p < Pixels; p++, from += Pixel)
                        for (int t = 0; t < Times; t++, to += Pixel) ShortCopy.Run(from, to, Pixel);
                    break;
            }
        }

        private readonly void Elements<T>(T* from, T* to) where T : unmanaged
        {
            for (int p = 0; p < Pixels; p++)
                for (int t = 0; t < Times; t++) *to++ = from[p];
        }
    }
}
