using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Group normalization where the numbers of a group lie side by side, [rows, width, inner] with a row for each group of each element of the
/// batch: statistics and result while a row is in cache.
/// </summary>
internal unsafe struct GroupRows<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Groups, channels of a group, places of a channel.</summary>
    public int Groups, Width, Inner;
    public double Epsilon;
    public T* X, Y;

    /// <summary>[groups · width] each.</summary>
    public T* Gamma, Beta;

    /// <summary>Numbers of a row.</summary>
    public readonly int Length => Width * Inner;

    public readonly void Run(int start, int end)
    {
        var job = new Job { B = this, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public GroupRows<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int length = B.Length;
            for (int row = Start; row < End; row++)
            {
                T* x = B.X + (long)row * length, y = B.Y + (long)row * length;
                var (mean, variance) = RowMoments.Of<V, T>(x, length);
                double inverse = 1 / Math.Sqrt(variance + B.Epsilon);
                T center = T.CreateTruncating(mean), factor = T.CreateTruncating(inverse);
                int first = row % B.Groups * B.Width;
                if (B.Inner == 1)
                {
                    Channels<V>(x, y, B.Gamma + first, B.Beta + first, center, factor);
                    continue;
                }
                for (int c = 0; c < B.Width; c++, x += B.Inner, y += B.Inner)
                {
                    T scale = T.CreateTruncating(double.CreateTruncating(B.Gamma[first + c]) * inverse);
                    Places<V>(x, y, center, scale, B.Beta[first + c]);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Channels<V>(T* x, T* y, T* gamma, T* beta, T mean, T inverse) where V : struct, ILane<V, T>
        {
            int width = B.Width, c = 0;
            V center = V.Splat(mean), factor = V.Splat(inverse);
            for (; c <= width - V.Count; c += V.Count)
                V.FusedMultiplyAdd((V.Load(x + c) - center) * factor, V.Load(gamma + c), V.Load(beta + c)).Store(y + c);
            for (; c < width; c++) y[c] = T.FusedMultiplyAdd((x[c] - mean) * inverse, gamma[c], beta[c]);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Places<V>(T* x, T* y, T mean, T scale, T beta) where V : struct, ILane<V, T>
        {
            int inner = B.Inner, i = 0;
            V center = V.Splat(mean), factor = V.Splat(scale), shift = V.Splat(beta);
            for (; i <= inner - V.Count; i += V.Count) V.FusedMultiplyAdd(V.Load(x + i) - center, factor, shift).Store(y + i);
            for (; i < inner; i++) y[i] = T.FusedMultiplyAdd(x[i] - mean, scale, beta);
        }
    }
}
