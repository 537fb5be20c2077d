using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Finds each value's place by halving the sequence: log₂ n steps instead of the composition's n.</summary>
/// <remarks>
/// Which half a value lies in cannot be foreseen, so a step moves by a number that is chosen, not by a jump, and several values are looked for
/// in turn: while one waits for memory the others go on.
/// </remarks>
internal sealed unsafe class SearchSortedKernel : CpuKernel<SearchSortedOp>
{
    private const int Grain = 4 * 1024, Together = 8;

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
            int i = start;
            for (; i <= end - Together; i += Together) Find(i);
            for (; i < end; i++) Y[i] = Find(X[i]);
        }

        /// <summary>Looks for several values: the place lies within the length left from each one's lowest on.</summary>
        private readonly void Find(int first)
        {
            T* x = X + first;
            int* low = Y + first;
            for (int j = 0; j < Together; j++) low[j] = 0;
            for (int left = Length; left > 1;)
            {
                int half = left >>> 1;
                T* middle = Sequence + half - 1;
                for (int j = 0; j < Together; j++) low[j] += half & -IsBefore(middle[low[j]], x[j]);
                left -= half;
            }
            for (int j = 0; j < Together; j++) low[j] = Last(low[j], x[j]);
        }

        private readonly int Find(T x)
        {
            int low = 0;
            for (int left = Length; left > 1;)
            {
                int half = left >>> 1;
                low += half & -IsBefore(Sequence[low + half - 1], x);
                left -= half;
            }
            return Last(low, x);
        }

        private readonly int Last(int low, T x) => T.IsNaN(x) ? Length : low < Length ? low + IsBefore(Sequence[low], x) : low;

        /// <summary>1 or 0, without a jump.</summary>
        private readonly int IsBefore(T a, T x) => Unsafe.BitCast<bool, byte>(Right ? a <= x : a < x);
    }
}
