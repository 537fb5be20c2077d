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
        for (int row = Start; row < End; row++)
        {
            long at = (long)row * columns;
            T* x = (T*)Work.X + at, dy = (T*)Work.Dy + at, dx = (T*)Work.Dx + at;
            int c = 0;
            // Two at a time share what the gate brings into registers.
            for (; c <= columns - 2 * V.Count; c += 2 * V.Count)
            {
                CacheLines.Ask(x + c + ahead);
                CacheLines.Ask(x + c + V.Count + ahead);
                CacheLines.Ask(dy + c + ahead);
                CacheLines.Ask(dy + c + V.Count + ahead);
                CacheLines.Ask(dx + c + ahead);
                CacheLines.Ask(dx + c + V.Count + ahead);
                V first = Of(gate, V.Load(x + c), V.Load(dy + c), c), second = Of(gate, V.Load(x + c + V.Count), V.Load(dy + c + V.Count), c + V.Count);
                first.Store(dx + c);
                second.Store(dx + c + V.Count);
            }
            for (; c <= columns - V.Count; c += V.Count)
            {
                CacheLines.Ask(x + c + ahead);
                CacheLines.Ask(dy + c + ahead);
                CacheLines.Ask(dx + c + ahead);
                Of(gate, V.Load(x + c), V.Load(dy + c), c).Store(dx + c);
            }
            for (; c < columns; c++) Of(gate, Wide1<T>.Load(x + c), Wide1<T>.Load(dy + c), c).Store(dx + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Of<V>(TGate gate, V x, V d, int c) where V : struct, ILane<V, T>
    {
        V distance = x - V.Load((T*)Work.Mean + c), factor = V.Load((T*)Work.Scale + c);
        if (typeof(TGate) != typeof(NoMerge)) d = gate.Forward(d, V.FusedMultiplyAdd(distance, factor, V.Load((T*)Work.Beta + c)));
        return V.FusedMultiplyAdd(-distance, V.Load((T*)Work.K1 + c), d - V.Load((T*)Work.K0 + c)) * factor;
    }
}
