using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The second reading of a batch normalization's gradient: dx = (gate(dy) − k0 − (x − mean)·k1) · scale for a run of rows.</summary>
internal unsafe struct NormGradientApply<TGate, T> : ILaneJob<T> where TGate : struct, IBinaryFn where T : unmanaged
{
    public TGate Gate;
    public GradientRows Work;
    public int Start, End;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>() where V : struct, ILane<V, T>
    {
        var gate = Gate;
        int columns = Work.Columns;
        nint ahead = CacheLines.Ahead<T>();
        T* mean = (T*)Work.Mean, scale = (T*)Work.Scale, beta = (T*)Work.Beta, k0 = (T*)Work.K0, k1 = (T*)Work.K1;
        for (int row = Start; row < End; row++)
        {
            long at = (long)row * columns;
            T* x = (T*)Work.X + at, dy = (T*)Work.Dy + at, dx = (T*)Work.Dx + at;
            int c = 0;
            for (; c <= columns - V.Count; c += V.Count)
            {
                CacheLines.Ask(x + c + ahead);
                CacheLines.Ask(dy + c + ahead);
                CacheLines.Ask(dx + c + ahead);
                V distance = V.Load(x + c) - V.Load(mean + c), factor = V.Load(scale + c), d = V.Load(dy + c);
                if (typeof(TGate) != typeof(NoMerge)) d = gate.Forward(d, V.FusedMultiplyAdd(distance, factor, V.Load(beta + c)));
                (V.FusedMultiplyAdd(-distance, V.Load(k1 + c), d - V.Load(k0 + c)) * factor).Store(dx + c);
            }
            for (; c < columns; c++)
            {
                Wide1<T> distance = Wide1<T>.Load(x + c) - Wide1<T>.Load(mean + c), factor = Wide1<T>.Load(scale + c), d = Wide1<T>.Load(dy + c);
                if (typeof(TGate) != typeof(NoMerge)) d = gate.Forward(d, Wide1<T>.FusedMultiplyAdd(distance, factor, Wide1<T>.Load(beta + c)));
                (Wide1<T>.FusedMultiplyAdd(-distance, Wide1<T>.Load(k1 + c), d - Wide1<T>.Load(k0 + c)) * factor).Store(dx + c);
            }
        }
    }
}
