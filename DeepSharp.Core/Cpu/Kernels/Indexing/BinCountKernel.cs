using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Counts the numbers of each row into bins, without the one-hot vectors of the composition: a row of k numbers takes k + depth steps.</summary>
internal sealed unsafe class BinCountKernel : CpuKernel<BinCountOp>
{
    private const int Grain = 16 * 1024;

    protected override void Run(BinCountOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var weights = inputs.Length > 1 ? inputs[1] : null;
        switch (op.DType)
        {
            case DType.Float32: Run<float>(inputs[0], weights, outputs[0]); break;
            case DType.Float64: Run<double>(inputs[0], weights, outputs[0]); break;
            case DType.Int32: Run<int>(inputs[0], weights, outputs[0]); break;
            default: Run<long>(inputs[0], weights, outputs[0]); break;
        }
    }

    private static void Run<T>(Tensor x, Tensor? weights, Tensor y) where T : unmanaged, INumber<T>
    {
        if (x.DType == DType.Int64) Run<long, T>(x, weights, y);
        else Run<int, T>(x, weights, y);
    }

    private static void Run<TIndex, T>(Tensor x, Tensor? weights, Tensor y) where TIndex : unmanaged, IBinaryInteger<TIndex> where T : unmanaged, INumber<T>
    {
        int depth = y.Shape[^1];
        if (y.Count == 0) return;
        var body = new Body<TIndex, T>
        {
            X = x.Pointer<TIndex>(),
            Weights = weights is null ? null : weights.Pointer<T>(),
            Y = y.Pointer<T>(),
            Length = x.Shape[^1],
            Depth = depth,
        };
        CpuPool.For(checked((int)(y.Count / depth)), Math.Max(1, Grain / (depth + body.Length)), ref body);
    }

    private struct Body<TIndex, T> : IParallelBody where TIndex : unmanaged, IBinaryInteger<TIndex> where T : unmanaged, INumber<T>
    {
        public TIndex* X;
        public T* Weights, Y;
        public int Length, Depth;

        public readonly void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                long first = (long)row * Length;
                var y = new Span<T>(Y + (long)row * Depth, Depth);
                y.Clear();
                for (int j = 0; j < Length; j++)
                {
                    long bin = long.CreateTruncating(X[first + j]);
                    if ((ulong)bin < (ulong)Depth) y[(int)bin] += Weights is null ? T.One : Weights[first + j];
                }
            }
        }
    }
}
