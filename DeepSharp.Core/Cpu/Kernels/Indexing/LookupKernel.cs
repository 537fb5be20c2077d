namespace DeepSharp.Cpu;

/// <summary>Finds each key by halving the sorted keys.</summary>
internal sealed unsafe class LookupKernel : CpuKernel<LookupOp>
{
    private const int Grain = 4 * 1024;

    protected override void Run(LookupOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, keys, values, y) = (inputs[0], inputs[1], inputs[2], outputs[0]);
        if (op.Missing is null) RequireKnown(op, x, keys);
        var body = new Body
        {
            X = x.Pointer<long>(),
            Keys = keys.Pointer<long>(),
            Values = values.Pointer<long>(),
            Y = y.Pointer<long>(),
            Length = keys.Shape[0],
            Missing = op.Missing ?? 0,
        };
        CpuPool.For(checked((int)x.Count), Grain, ref body);
    }

    private static void RequireKnown(LookupOp op, Tensor x, Tensor keys)
    {
        var known = keys.Span<long>();
        var numbers = x.Span<long>();
        for (int i = 0; i < numbers.Length; i++)
            if (known.BinarySearch(numbers[i]) < 0)
                throw new InvalidValueException(
                    $"[{op.Name}] {numbers[i]}, element {i} of shape {x.Shape}, is not among the {known.Length} keys. Give unknown ones a value, or remove them from the data.");
    }

    private struct Body : IParallelBody
    {
        public long* X, Keys, Values, Y;
        public int Length;
        public long Missing;

        public readonly void Run(int start, int end)
        {
            var keys = new ReadOnlySpan<long>(Keys, Length);
            for (int i = start; i < end; i++)
            {
                int at = keys.BinarySearch(X[i]);
                // Of equal keys the first counts.
                while (at > 0 && keys[at - 1] == keys[at]) at--;
                Y[i] = at >= 0 ? Values[at] : Missing;
            }
        }
    }
}
