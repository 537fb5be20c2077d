using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Rows divided by their length or root mean square: y = x · f · γ with f = 1 / √max(Σ x² · Share + Epsilon, Floor).</summary>
internal unsafe struct RowScaling<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Columns;
    public double Share, Epsilon, Floor;

    /// <summary>[rows, columns].</summary>
    public T* X, Y;

    /// <summary>[columns]; null stands for ones.</summary>
    public T* Gamma;

    public readonly void Run(int start, int end)
    {
        var job = new Job { B = this, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    /// <summary>f, and by what Σ γ·dy·x gives the factor of x in dx = f · γ·dy + k · x: −f³ · Share, or 0 where the floor holds.</summary>
    public readonly (double Factor, double Slope) Of(double squares)
    {
        double energy = squares * Share + Epsilon, factor = 1 / Math.Sqrt(Math.Max(energy, Floor));
        return (factor, energy < Floor ? 0 : -factor * factor * factor * Share);
    }

    /// <summary>Whether axes are the last ones of a shape that has elements along them: only then are rows dense.</summary>
    public static bool Fits(Axes over, string who, Shape shape) =>
        shape.Rank > 0 && over.Resolve(shape, who)[0] == shape.Rank - Count(over, shape) && Length(over, shape) > 0;

    /// <summary>The length of rows over the last axes.</summary>
    public static int Length(Axes over, Shape shape)
    {
        int length = 1;
        for (int i = Count(over, shape); i > 0; i--) length = checked(length * shape[^i]);
        return length;
    }

    private static int Count(Axes over, Shape shape) => over.IsEmpty ? shape.Rank : over.Values.Length;

    private struct Job : ILaneJob<T>
    {
        public RowScaling<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            for (int row = Start; row < End; row++)
            {
                T* x = B.X + (long)row * B.Columns, y = B.Y + (long)row * B.Columns;
                T factor = T.CreateTruncating(B.Of(RowMoments.Squares<V, T>(x, B.Columns)).Factor);
                if (B.Gamma == null) Plain<V>(x, y, factor);
                else Scaled<V>(x, y, factor);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Plain<V>(T* x, T* y, T factor) where V : struct, ILane<V, T>
        {
            int columns = B.Columns, c = 0;
            var f = V.Splat(factor);
            for (; c <= columns - V.Count; c += V.Count) (V.Load(x + c) * f).Store(y + c);
            for (; c < columns; c++) y[c] = x[c] * factor;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Scaled<V>(T* x, T* y, T factor) where V : struct, ILane<V, T>
        {
            int columns = B.Columns, c = 0;
            T* gamma = B.Gamma;
            var f = V.Splat(factor);
            for (; c <= columns - V.Count; c += V.Count) (V.Load(x + c) * f * V.Load(gamma + c)).Store(y + c);
            for (; c < columns; c++) y[c] = x[c] * factor * gamma[c];
        }
    }
}
