using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Finds each value's place by halving the sequence: log₂ n steps instead of the composition's n.</summary>
internal sealed unsafe class SearchSortedKernel : CpuKernel<SearchSortedOp>
{
    private const int Grain = 4 * 1024;

    protected override void Run(SearchSortedOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        switch (inputs[1].DType)
        {
            case DType.Float32: Run<float>(op, inputs[0], inputs[1], outputs[0]); break;
            case DType.Float64: Run<double>(op, inputs[0], inputs[1], outputs[0]); break;
            case DType.Int32: Run<int>(op, inputs[0], inputs[1], outputs[0]); break;
            default: Run<long>(op, inputs[0], inputs[1], outputs[0]); break;
        }
    }

    private static void Run<T>(SearchSortedOp op, Tensor sequence, Tensor x, Tensor y) where T : unmanaged, INumber<T>
    {
        var body = new Body<T> { Sequence = sequence.Pointer<T>(), X = x.Pointer<T>(), Y = y.Pointer<int>(), Length = sequence.Shape[0], Right = op.Right };
        CpuPool.For(checked((int)x.Count), Grain, ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, INumber<T>
    {
        public T* Sequence, X;
        public int* Y;
        public int Length;
        public bool Right;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                var x = X[i];
                int low = 0, high = T.IsNaN(x) ? 0 : Length;
                while (low < high)
                {
                    int middle = (low + high) >>> 1;
                    if (Right ? Sequence[middle] <= x : Sequence[middle] < x) low = middle + 1;
                    else high = middle;
                }
                Y[i] = T.IsNaN(x) ? Length : low;
            }
        }
    }
}
