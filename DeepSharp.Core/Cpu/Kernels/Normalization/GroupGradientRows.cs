using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The two readings of a group normalization's gradient for one element of the batch; the first is by the loop of batch normalization's.</summary>
internal unsafe struct GroupGradientRows<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The data and the places of its sums; the factors are 1 / √(σ² + ε) of each channel's group.</summary>
    public GradientRows Work;

    /// <summary>[columns].</summary>
    public T* Gamma;

    /// <summary>Σ dy and Σ dy·(x − mean) of each column, in the first slab.</summary>
    public readonly void Sum()
    {
        var slabs = Work.Slabs;
        var body = new SumBody { Work = Work };
        CpuPool.For(slabs.Count, slabs.Grain(Work.Columns), ref body);
        slabs.Add(Work.Plain, Work.Columns);
        slabs.Add(Work.Centered, Work.Columns);
    }

    /// <summary>dx = (γ·dy − k0 − (x − mean)·k1) / √(σ² + ε).</summary>
    public readonly void Apply()
    {
        var body = new ApplyBody { Rows = this };
        CpuPool.For(Work.Slabs.Rows, RowSlabs.RowGrain(Work.Columns), ref body);
    }

    private struct SumBody : IParallelBody
    {
        public GradientRows Work;

        public readonly void Run(int start, int end) => BatchNormGradientRows<NoMerge, T>.None.Sum(Work, start, end);
    }

    private struct ApplyBody : IParallelBody
    {
        public GroupGradientRows<T> Rows;

        public readonly void Run(int start, int end)
        {
            var job = new ApplyJob { Work = Rows.Work, Gamma = Rows.Gamma, Start = start, End = end };
            LaneDispatch.Run<T, ApplyJob>(ref job);
        }
    }

    private struct ApplyJob : ILaneJob<T>
    {
        public GradientRows Work;
        public T* Gamma;
        public int Start, End;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int columns = Work.Columns;
            nint ahead = CacheLines.Ahead<T>();
            for (int row = Start; row < End; row++)
            {
                long at = (long)row * columns;
                T* x = (T*)Work.X + at, dy = (T*)Work.Dy + at, dx = (T*)Work.Dx + at;
                int c = 0;
                for (; c <= columns - V.Count; c += V.Count)
                {
                    CacheLines.Ask(dx + c + ahead);
                    Of(V.Load(x + c), V.Load(dy + c), c).Store(dx + c);
                }
                for (; c < columns; c++) Of(Wide1<T>.Load(x + c), Wide1<T>.Load(dy + c), c).Store(dx + c);
            }
        }

        // The product is rounded as the mean of one number is, so that a group of one has a gradient of zero.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly V Of<V>(V x, V d, int c) where V : struct, ILane<V, T>
        {
            V distance = V.Load((T*)Work.Mean + c) - x, scaled = d * V.Load(Gamma + c) - V.Load((T*)Work.K0 + c);
            return V.FusedMultiplyAdd(distance, V.Load((T*)Work.K1 + c), scaled) * V.Load((T*)Work.Scale + c);
        }
    }
}
