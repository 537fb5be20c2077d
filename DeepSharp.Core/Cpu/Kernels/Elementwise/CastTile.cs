using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>y = (TTo)a; floats to integers cut off the fraction and saturate, NaN becomes 0.</summary>
internal sealed unsafe class CastTile<TFrom, TTo> : Tile
    where TFrom : unmanaged, INumberBase<TFrom> where TTo : unmanaged, INumberBase<TTo>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        TFrom* from = (TFrom*)a;
        TTo* to = (TTo*)y;
        int i = 0, step = VectorCast<TFrom, TTo>.Step;
        if (step > 0)
            for (; i <= n - step; i += step) VectorCast<TFrom, TTo>.Convert(from + i, to + i);
        for (; i < n; i++) to[i] = TTo.CreateSaturating(from[i]);
    }
}

/// <summary>y = a != 0.</summary>
internal sealed unsafe class CastToBoolTile<TFrom> : Tile where TFrom : unmanaged, INumberBase<TFrom>
{
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        var job = new Job { A = (TFrom*)a, Y = y, N = n };
        if (typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double) || typeof(TFrom) == typeof(int) || typeof(TFrom) == typeof(long))
            LaneDispatch.Run<TFrom, Job>(ref job);
        else
            job.RunRest(0);
    }

    private struct Job : ILaneJob<TFrom>
    {
        public TFrom* A;
        public byte* Y;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, TFrom>
        {
            int i = 0;
            for (; i <= N - V.Count; i += V.Count) V.StoreMask(V.NotEqual(V.Load(A + i), V.Of(0)), Y + i);
            RunRest(i);
        }

        public readonly void RunRest(int start)
        {
            for (int i = start; i < N; i++) Y[i] = TFrom.IsZero(A[i]) ? (byte)0 : (byte)1;
        }
    }
}

/// <summary>y = (bfloat16)a, rounded to nearest even.</summary>
internal sealed unsafe class CastToBFloat16Tile<TFrom> : Tile where TFrom : unmanaged, INumberBase<TFrom>
{
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        TFrom* from = (TFrom*)a;
        BFloat16* to = (BFloat16*)y;
        for (int i = 0; i < n; i++) to[i] = (BFloat16)float.CreateSaturating(from[i]);
    }
}
