using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The gradient of <see cref="GroupRows{T}"/> for the groups of one element of the batch, which the pointers begin at.</summary>
internal unsafe struct GroupRowsGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public GroupRows<T> Forward;
    public T* Dy, Dx;

    /// <summary>[channels] each, which this adds to.</summary>
    public double* DGamma, DBeta;

    public readonly void Run(int start, int end)
    {
        var job = new Job { B = this, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public GroupRowsGradient<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int length = B.Forward.Length, width = B.Forward.Width, inner = B.Forward.Inner;
            using var products = ScratchArena.Rent<T>(width);
            for (int group = Start; group < End; group++)
            {
                long at = (long)group * length;
                int first = group * width;
                T* x = B.Forward.X + at, dy = B.Dy + at, dx = B.Dx + at, gamma = B.Forward.Gamma + first;
                var (mean, variance) = RowMoments.Of<V, T>(x, length);
                double inverse = 1 / Math.Sqrt(variance + B.Forward.Epsilon);
                T center = T.CreateTruncating(mean);
                var (plain, centered) = inner == 1
                    ? RowMoments.Gradient<V, T>(x, dy, gamma, center, width)
                    : Sums<V>(x, dy, gamma, center, inverse, B.DGamma + first, B.DBeta + first);
                var factors = new Factors(
                    center, T.CreateTruncating(inverse), T.CreateTruncating(plain / length), T.CreateTruncating(centered * inverse * inverse / length));
                if (inner == 1)
                {
                    ColumnDoubles.Add(B.DBeta + first, dy, width);
                    Channels<V>(x, dy, dx, gamma, products.Pointer, factors);
                    ColumnDoubles.Add(B.DGamma + first, products.Pointer, width);
                    continue;
                }
                for (int c = 0; c < width; c++, x += inner, dy += inner, dx += inner) Places<V>(x, dy, dx, gamma[c], factors);
            }
        }

        /// <summary>Adds Σ dy and Σ dy·x̂ of each channel to the parameters' gradients.</summary>
        /// <returns>Σ γ·dy and Σ γ·dy·(x − mean) of the group.</returns>
        private readonly (double Plain, double Centered) Sums<V>(T* x, T* dy, T* gamma, T mean, double inverse, double* dGamma, double* dBeta)
            where V : struct, ILane<V, T>
        {
            double plain = 0, centered = 0;
            int inner = B.Forward.Inner;
            for (int c = 0; c < B.Forward.Width; c++, x += inner, dy += inner)
            {
                var (sum, product) = RowMoments.Products<V, T>(x, dy, mean, inner);
                dBeta[c] += sum;
                dGamma[c] += product * inverse;
                double factor = double.CreateTruncating(gamma[c]);
                plain += factor * sum;
                centered += factor * product;
            }
            return (plain, centered);
        }

        /// <summary>dx, and dy·x̂, of a group with one place for each channel.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Channels<V>(T* x, T* dy, T* dx, T* gamma, T* products, in Factors f) where V : struct, ILane<V, T>
        {
            int width = B.Forward.Width, c = 0;
            V mean = V.Splat(f.Mean), inverse = V.Splat(f.Inverse), k0 = V.Splat(f.K0), k1 = V.Splat(f.K1);
            for (; c <= width - V.Count; c += V.Count)
            {
                V distance = V.Load(x + c) - mean, d = V.Load(dy + c);
                (d * distance * inverse).Store(products + c);
                Of(distance, d, V.Load(gamma + c), inverse, k0, k1).Store(dx + c);
            }
            for (; c < width; c++)
            {
                Wide1<T> distance = new(x[c] - f.Mean), d = new(dy[c]);
                products[c] = dy[c] * distance.First * f.Inverse;
                dx[c] = Of(distance, d, new(gamma[c]), new(f.Inverse), new(f.K0), new(f.K1)).First;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Places<V>(T* x, T* dy, T* dx, T gamma, in Factors f) where V : struct, ILane<V, T>
        {
            int inner = B.Forward.Inner, i = 0;
            V mean = V.Splat(f.Mean), inverse = V.Splat(f.Inverse), k0 = V.Splat(f.K0), k1 = V.Splat(f.K1), scale = V.Splat(gamma);
            for (; i <= inner - V.Count; i += V.Count) Of(V.Load(x + i) - mean, V.Load(dy + i), scale, inverse, k0, k1).Store(dx + i);
            for (; i < inner; i++)
                dx[i] = Of(new Wide1<T>(x[i] - f.Mean), new(dy[i]), new(gamma), new(f.Inverse), new(f.K0), new(f.K1)).First;
        }

        // The product is rounded as the mean of one number is, so that a group of one has a gradient of zero.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Of<V>(V distance, V d, V gamma, V inverse, V k0, V k1) where V : struct, ILane<V, T> =>
            V.FusedMultiplyAdd(-distance, k1, d * gamma - k0) * inverse;

        /// <summary>A group's numbers: dx = (γ·dy − K0 − (x − Mean)·K1) · Inverse.</summary>
        private readonly record struct Factors(T Mean, T Inverse, T K0, T K1);
    }
}
