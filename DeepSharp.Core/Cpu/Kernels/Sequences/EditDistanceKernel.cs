namespace DeepSharp.Cpu;

/// <summary>Edit distances row by row: each row follows from the one before it (Wagner and Fischer 1974). Samples are shared among threads.</summary>
internal sealed unsafe class EditDistanceKernel : CpuKernel<EditDistanceOp>
{
    protected override void Run(EditDistanceOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var body = new Body
        {
            A = new(inputs[0]),
            B = new(inputs[1]),
            LengthsA = new(inputs[2]),
            LengthsB = new(inputs[3]),
            N = inputs[0].Shape[1],
            M = inputs[1].Shape[1],
            Distances = outputs[0].Pointer<int>(),
        };
        int batch = inputs[0].Shape[0];
        for (int i = 0; i < batch; i++)
            if (body.LengthsA[i] < 0 || body.LengthsA[i] > body.N || body.LengthsB[i] < 0 || body.LengthsB[i] > body.M)
                throw new InvalidValueException(
                    $"[{op.Name}] the lengths {body.LengthsA[i]} and {body.LengthsB[i]} of sample {i} "
                    + $"are not inside the sequences, 0 to {body.N} and 0 to {body.M}.");
        CpuPool.For(batch, 1, ref body);
    }

    private struct Body : IParallelBody
    {
        public LabelReader A, B, LengthsA, LengthsB;
        public long N, M;
        public int* Distances;

        public readonly void Run(int start, int end)
        {
            using var scratch = ScratchArena.Rent<int>(M + 1);
            int* row = scratch.Pointer;
            for (int sample = start; sample < end; sample++)
            {
                int n = (int)LengthsA[sample], m = (int)LengthsB[sample];
                for (int j = 0; j <= m; j++) row[j] = j;
                for (int i = 1; i <= n; i++)
                {
                    int diagonal = row[0];
                    row[0] = i;
                    long a = A[sample * N + i - 1];
                    for (int j = 1; j <= m; j++)
                    {
                        int replaced = diagonal + (a == B[sample * M + j - 1] ? 0 : 1);
                        diagonal = row[j];
                        row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
                    }
                }
                Distances[sample] = row[m];
            }
        }
    }
}
