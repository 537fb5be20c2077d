namespace DeepSharp.Cpu;

/// <summary>Joins the features' fingerprints one after the other, starting from TensorFlow's key.</summary>
internal sealed unsafe class HashCrossKernel : CpuKernel<HashCrossOp>
{
    private const ulong Start = 0xDECAFCAFFE;
    private const int Grain = 4 * 1024;

    protected override void Run(HashCrossOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        using var hashes = ScratchArena.Rent<ulong>(outputs[0].Count);
        new Span<ulong>(hashes.Pointer, checked((int)outputs[0].Count)).Fill(Start);
        foreach (var feature in inputs)
        {
            var body = new Body { Feature = feature.Pointer<long>(), Hashes = hashes.Pointer };
            CpuPool.For(checked((int)feature.Count), Grain, ref body);
        }
        var y = outputs[0].Span<long>();
        for (int i = 0; i < y.Length; i++) y[i] = (long)(hashes.Pointer[i] % (ulong)op.Buckets);
    }

    private struct Body : IParallelBody
    {
        public long* Feature;
        public ulong* Hashes;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++) Hashes[i] = FarmHash.Concatenate(Hashes[i], (ulong)Feature[i]);
        }
    }
}
