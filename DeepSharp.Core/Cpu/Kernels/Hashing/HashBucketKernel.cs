using System.Buffers.Text;

namespace DeepSharp.Cpu;

/// <summary>Writes each number in decimal digits and hashes them.</summary>
internal sealed unsafe class HashBucketKernel : CpuKernel<HashBucketOp>
{
    private const int Grain = 1024, MostDigits = 20;

    protected override void Run(HashBucketOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        bool wide = inputs[0].DType == DType.Int64;
        var body = new Body
        {
            Wide = wide ? inputs[0].Pointer<long>() : null,
            Narrow = wide ? null : inputs[0].Pointer<int>(),
            Y = outputs[0].Pointer<long>(),
            Buckets = op.Buckets,
            Keyed = op.Key is not null,
            Key = op.Key ?? default,
        };
        CpuPool.For(checked((int)inputs[0].Count), Grain, ref body);
    }

    private struct Body : IParallelBody
    {
        public long* Wide, Y;
        public int* Narrow;
        public int Buckets;
        public bool Keyed;
        public (long First, long Second) Key;

        public readonly void Run(int start, int end)
        {
            Span<byte> text = stackalloc byte[MostDigits];
            for (int i = start; i < end; i++)
            {
                Utf8Formatter.TryFormat(Wide is not null ? Wide[i] : Narrow[i], text, out int length);
                var digits = text[..length];
                Y[i] = Keyed ? HashBuckets.Of(digits, Buckets, Key.First, Key.Second) : HashBuckets.Of(digits, Buckets);
            }
        }
    }
}
