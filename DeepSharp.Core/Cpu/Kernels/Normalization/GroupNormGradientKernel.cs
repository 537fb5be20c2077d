using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of group normalization: for each element of the batch the moments again, the sums of its channels, and
/// dx = (γ·dy − k0 − (x − μ)·k1) / √(σ² + ε), what was read before from cache; by rows as in <see cref="GroupNormKernel"/>.
/// </summary>
internal sealed unsafe class GroupNormGradientKernel : CpuKernel<GroupNormGradientOp>
{
    protected override bool Supports(GroupNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) => op.Axis == 1 || op.Axis == inputs[0].Shape.Rank - 1;

    /// <summary>dx may go over x or dy: rows are written after the sums of their element of the batch are known, each number where it was read.</summary>
    protected override bool CanOverwrite(GroupNormGradientOp op, int input, int output) => input is 0 or 2 && output == 0;

    protected override void Run(GroupNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[1].Count == 0) return;
        if (inputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private static void Run<T>(GroupNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = inputs[0];
        int samples = x.Shape[0], columns = (int)inputs[1].Count, rows = x.Count == 0 ? 0 : checked((int)(x.Count / samples / columns));
        var slabs = new SampleSlabs(rows == 0 ? 0 : samples);
        long size = (long)slabs.Count * columns;
        using var partial = ScratchArena.Rent<double>(2 * size);
        new Span<double>(partial.Pointer, checked((int)(2 * size))).Clear();
        var body = new Body<T>
        {
            Samples = slabs,
            Moments = new(rows, columns, op.Groups),
            Grouped = rows == 0 ? default : GroupNormKernel.Rows<T>(op.Groups, op.Axis, op.Epsilon, x, inputs[1]),
            Epsilon = op.Epsilon,
            X = x.Pointer<T>(),
            Gamma = inputs[1].Pointer<T>(),
            Dy = inputs[2].Pointer<T>(),
            Dx = outputs[0].Pointer<T>(),
            DGamma = partial.Pointer,
            DBeta = partial.Pointer + size,
        };
        slabs.Run(ref body, (long)rows * columns);
        T* dGamma = outputs[1].Pointer<T>(), dBeta = outputs[2].Pointer<T>();
        for (int c = 0; c < columns; c++)
        {
            for (int slab = 1; slab < slabs.Count; slab++)
            {
                body.DGamma[c] += body.DGamma[(long)slab * columns + c];
                body.DBeta[c] += body.DBeta[(long)slab * columns + c];
            }
            (dGamma[c], dBeta[c]) = (T.CreateTruncating(body.DGamma[c]), T.CreateTruncating(body.DBeta[c]));
        }
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public SampleSlabs Samples;
        public GroupMoments Moments;

        /// <summary>The groups whose numbers lie side by side; of length 0 where they do not.</summary>
        public GroupRows<T> Grouped;
        public double Epsilon;
        public T* X, Gamma, Dy, Dx;

        /// <summary>[slab, columns] each.</summary>
        public double* DGamma, DBeta;

        public readonly void Run(int start, int end)
        {
            if (Grouped.Length == 0)
            {
                Columns(start, end);
                return;
            }
            var body = new GroupRowsGradient<T> { Forward = Grouped };
            for (int slab = start; slab < end; slab++)
            {
                body.DGamma = DGamma + (long)slab * Moments.Columns;
                body.DBeta = DBeta + (long)slab * Moments.Columns;
                for (int sample = Samples.Start(slab); sample < Samples.Start(slab + 1); sample++)
                {
                    long at = (long)sample * Moments.Rows * Moments.Columns;
                    body.Forward.X = X + at;
                    body.Dy = Dy + at;
                    body.Dx = Dx + at;
                    CpuPool.For(Moments.Groups, RowSlabs.RowGrain(Grouped.Length), ref body);
                }
            }
        }

        private readonly void Columns(int start, int end)
        {
            int columns = Moments.Columns;
            using var wide = ScratchArena.Rent<double>(Moments.Room + Moments.Groups);
            using var factors = ScratchArena.Rent<T>(4L * columns);
            double* inverse = wide.Pointer + Moments.Room;
            T* mean = factors.Pointer, scale = mean + columns, k0 = scale + columns, k1 = k0 + columns;
            var rows = new GroupGradientRows<T>
            {
                Gamma = Gamma,
                Work = new()
                {
                    Mean = (byte*)mean,
                    Scale = (byte*)scale,
                    K0 = (byte*)k0,
                    K1 = (byte*)k1,
                    Columns = columns,
                    Slabs = Moments.Slabs,
                    Plain = wide.Pointer,
                    Centered = wide.Pointer + Moments.Room / 2,
                },
            };
            for (int slab = start; slab < end; slab++)
            {
                double* dGamma = DGamma + (long)slab * columns, dBeta = DBeta + (long)slab * columns;
                for (int sample = Samples.Start(slab); sample < Samples.Start(slab + 1); sample++)
                {
                    long at = (long)sample * Moments.Rows * columns;
                    Moments.Of(X + at, wide.Pointer, Epsilon, mean, inverse);
                    rows.Work.X = (byte*)(X + at);
                    rows.Work.Dy = (byte*)(Dy + at);
                    rows.Work.Dx = (byte*)(Dx + at);
                    rows.Sum();
                    Factors(rows.Work, inverse, dGamma, dBeta);
                    rows.Apply();
                }
            }
        }

        /// <summary>Takes the columns' sums to the parameters' gradients and to what each group's part in dx needs.</summary>
        private readonly void Factors(in GradientRows work, double* inverse, double* dGamma, double* dBeta)
        {
            int width = Moments.Columns / Moments.Groups;
            for (int g = 0, c = 0; g < Moments.Groups; g++, c += width)
            {
                double plain = 0, centered = 0, factor = inverse[g];
                for (int i = c; i < c + width; i++)
                {
                    double gamma = double.CreateTruncating(Gamma[i]);
                    plain += gamma * work.Plain[i];
                    centered += gamma * work.Centered[i];
                    dGamma[i] += work.Centered[i] * factor;
                    dBeta[i] += work.Plain[i];
                }
                double count = (double)Moments.Rows * width;
                new Span<T>((T*)work.Scale + c, width).Fill(T.CreateTruncating(factor));
                new Span<T>((T*)work.K0 + c, width).Fill(T.CreateTruncating(plain / count));
                new Span<T>((T*)work.K1 + c, width).Fill(T.CreateTruncating(centered * factor * factor / count));
            }
        }
    }
}
