using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>y[a, index[a, j, b], b] += x[a, j, b] over [outer, axis, inner]; a thread owns whole lines along the axis, so the order is fixed.</summary>
internal sealed unsafe class ScatterAddAlongAxisKernel : CpuKernel<ScatterAddAlongAxisOp>
{
    private const int Grain = 16 * 1024;

    protected override void Run(ScatterAddAlongAxisOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (indices, x, y) = (inputs[0], inputs[1], outputs[0]);
        using var index = ScratchArena.Rent<int>(indices.Count);
        IndexReader.Read(op, indices, op.Axis, op.Length, index.Pointer);
        if (y.Count == 0) return;
        switch (y.DType)
        {
            case DType.Float32: Run<float>(op, x, y, index.Pointer); break;
            case DType.Float64: Run<double>(op, x, y, index.Pointer); break;
            case DType.Int32: Run<int>(op, x, y, index.Pointer); break;
            default: Run<long>(op, x, y, index.Pointer); break;
        }
    }

    private static void Run<T>(ScatterAddAlongAxisOp op, Tensor x, Tensor y, int* index) where T : unmanaged, IAdditionOperators<T, T, T>
    {
        var cut = AxisCut.At(y.Shape, op.Axis);
        var body = new Body<T>
        {
            From = x.Pointer<T>(),
            To = y.Pointer<T>(),
            Index = index,
            Length = cut.Length,
            Given = x.Shape[op.Axis],
            Inner = cut.Inner,
        };
        CpuPool.For(checked(cut.Outer * cut.Inner), Math.Max(1, Grain / (cut.Length + body.Given)), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IAdditionOperators<T, T, T>
    {
        public T* From, To;
        public int* Index;
        public int Length, Given, Inner;

        public readonly void Run(int start, int end)
        {
            while (start < end)
            {
                // Neighbouring lines lie side by side, so they are walked together.
                var (outer, line) = Math.DivRem(start, Inner);
                int lines = Math.Min(Inner - line, end - start);
                T* to = To + (long)outer * Length * Inner + line, from = From + (long)outer * Given * Inner + line;
                int* index = Index + (long)outer * Given * Inner + line;
                if (Inner == 1) Line(to, from, index);
                else Lines(to, from, index, lines);
                start += lines;
            }
        }

        private readonly void Line(T* to, T* from, int* index)
        {
            new Span<T>(to, Length).Clear();
            for (int j = 0; j < Given; j++) to[index[j]] += from[j];
        }

        private readonly void Lines(T* to, T* from, int* index, int lines)
        {
            for (int p = 0; p < Length; p++) new Span<T>(to + (long)p * Inner, lines).Clear();
            for (int j = 0; j < Given; j++, from += Inner, index += Inner)
                for (int i = 0; i < lines; i++) to[(long)index[i] * Inner + i] += from[i];
        }
    }
}
