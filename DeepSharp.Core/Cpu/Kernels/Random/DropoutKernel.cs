using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Dropout in one pass: the mask exists only in registers. A mask of another shape than x's is left to the composition.</summary>
internal sealed unsafe class DropoutKernel : CpuKernel<DropoutOp>
{
    protected override bool Supports(DropoutOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.NoiseShape is not { } noise || noise == inputs[0].Shape;

    protected override bool CanOverwrite(DropoutOp op, int input, int output) => input == 0;

    protected override void Run(DropoutOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        int threshold = RandomBernoulliOp.Threshold(1 - op.Rate);
        if (x.DType == DType.Float32)
            WordLoop.Run(inputs[1], x.Count,
                new Singles { X = x.Pointer<float>(), Y = y.Pointer<float>(), Scale = (float)op.Scale, Threshold = threshold });
        else
            WordLoop.Run(inputs[1], x.Count,
                new Doubles { X = x.Pointer<double>(), Y = y.Pointer<double>(), Scale = op.Scale, Threshold = threshold });
    }

    private struct Singles : IWordJob
    {
        public float* X, Y;
        public float Scale;
        public int Threshold;

        public static int WordsPerElement => 1;

        public readonly void Run(uint* words, long first, int count)
        {
            float* x = X + first, y = Y + first;
            int i = 0;
            var threshold = new Vector<int>(Threshold);
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                var keep = Vector.LessThan(Vector.AsVectorInt32(Vector.ShiftRightLogical(*(Vector<uint>*)(words + i), 8)), threshold);
                *(Vector<float>*)(y + i) = Vector.ConditionalSelect(keep, *(Vector<float>*)(x + i) * Scale, Vector<float>.Zero);
            }
            for (; i < count; i++) y[i] = (int)(words[i] >> 8) < Threshold ? x[i] * Scale : 0;
        }
    }

    private struct Doubles : IWordJob
    {
        public double* X, Y;
        public double Scale;
        public int Threshold;

        public static int WordsPerElement => 1;

        public readonly void Run(uint* words, long first, int count)
        {
            double* x = X + first, y = Y + first;
            for (int i = 0; i < count; i++) y[i] = (int)(words[i] >> 8) < Threshold ? x[i] * Scale : 0;
        }
    }
}
