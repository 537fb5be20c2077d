using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Group normalization. Over channels in the last axis each element of the batch is a matrix whose columns are the channels, read once for the
/// moments and, while it is in cache, once to normalize. Over channels in the axis behind the batch, or with one place for each, a group's
/// numbers lie side by side. Between other axes the composition runs.
/// </summary>
internal sealed unsafe class GroupNormKernel : CpuKernel<GroupNormOp>
{
    protected override bool Supports(GroupNormOp op, ReadOnlySpan<TensorSpec> inputs) => op.Axis == 1 || op.Axis == inputs[0].Shape.Rank - 1;

    /// <summary>Rows are written after the moments of their element of the batch are known, each number where it was read.</summary>
    protected override bool CanOverwrite(GroupNormOp op, int input, int output) => input == 0;

    protected override void Run(GroupNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs[0]);
        else Run<double>(op, inputs, outputs[0]);
    }

    /// <summary>The rows of groups whose numbers lie side by side, without their result and β; of length 0 where they do not.</summary>
    public static GroupRows<T> Rows<T>(int groups, int axis, double epsilon, Tensor x, Tensor gamma) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = (int)gamma.Count, inner = checked((int)(x.Count / x.Shape[0] / channels));
        return axis != 1 && inner != 1
            ? default
            : new() { Groups = groups, Width = channels / groups, Inner = inner, Epsilon = epsilon, X = x.Pointer<T>(), Gamma = gamma.Pointer<T>() };
    }

    private static void Run<T>(GroupNormOp op, ReadOnlySpan<Tensor> inputs, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var grouped = Rows<T>(op.Groups, op.Axis, op.Epsilon, inputs[0], inputs[1]);
        if (grouped.Length > 0)
        {
            grouped.Beta = inputs[2].Pointer<T>();
            grouped.Y = y.Pointer<T>();
            CpuPool.For(checked(y.Shape[0] * op.Groups), RowSlabs.RowGrain(grouped.Length), ref grouped);
            return;
        }
        int samples = y.Shape[0], columns = y.Shape[^1], rows = checked((int)(y.Count / samples / columns));
        var body = new Body<T>
        {
            Samples = new(samples),
            Moments = new(rows, columns, op.Groups),
            Epsilon = op.Epsilon,
            X = inputs[0].Pointer<T>(),
            Gamma = inputs[1].Pointer<T>(),
            Beta = inputs[2].Pointer<T>(),
            Y = y.Pointer<T>(),
        };
        body.Samples.Run(ref body, (long)rows * columns);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public SampleSlabs Samples;
        public GroupMoments Moments;
        public double Epsilon;
        public T* X, Gamma, Beta, Y;

        public readonly void Run(int start, int end)
        {
            int rows = Moments.Rows, columns = Moments.Columns;
            using var wide = ScratchArena.Rent<double>(Moments.Room + Moments.Groups);
            using var factors = ScratchArena.Rent<T>(2L * columns);
            double* inverse = wide.Pointer + Moments.Room;
            T* mean = factors.Pointer, scale = mean + columns;
            var body = new Apply<T> { Work = new() { Mean = (byte*)mean, Scale = (byte*)scale, Beta = (byte*)Beta, Columns = columns } };
            for (int sample = Samples.Start(start); sample < Samples.Start(end); sample++)
            {
                long at = (long)sample * rows * columns;
                Moments.Of(X + at, wide.Pointer, Epsilon, mean, inverse);
                Moments.Scale(Gamma, inverse, scale);
                body.Work.X = (byte*)(X + at);
                body.Work.Y = (byte*)(Y + at);
                CpuPool.For(rows, RowSlabs.RowGrain(columns), ref body);
            }
        }
    }

    private struct Apply<T> : IParallelBody where T : unmanaged
    {
        public NormalizedRows Work;

        public readonly void Run(int start, int end) => BatchNormRows<NoMerge, NoActivation, T>.None.Run(Work, start, end);
    }
}
