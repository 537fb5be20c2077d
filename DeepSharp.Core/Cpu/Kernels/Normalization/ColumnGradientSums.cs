using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The first reading of a gradient of batch or group normalization: Σ dy and Σ dy·(x − mean) of each column over the rows of slabs.</summary>
internal unsafe struct ColumnGradientSums<TGate, T> : ILaneJob<T> where TGate : struct, IBinaryFn where T : unmanaged, IFloatingPointIeee754<T>
{
    public TGate Gate;
    public GradientRows Work;
    public int Start, End;

    public readonly void Run<V>() where V : struct, ILane<V, T>
    {
        int columns = Work.Columns;
        using var run = ScratchArena.Rent<T>(2L * columns);
        T* plain = run.Pointer, centered = run.Pointer + columns;
        for (int slab = Start; slab < End; slab++)
        {
            double* slabPlain = Work.Plain + (long)slab * columns, slabCentered = Work.Centered + (long)slab * columns;
            new Span<double>(slabPlain, columns).Clear();
            new Span<double>(slabCentered, columns).Clear();
            int last = Work.Slabs.Start(slab + 1);
            for (int row = Work.Slabs.Start(slab); row < last; row += RowSlabs.Run)
            {
                int rows = Math.Min(RowSlabs.Run, last - row), c = 0;
                long at = (long)row * columns;
                for (; c <= columns - 2 * V.Count; c += 2 * V.Count) OfTwo<V>(at + c, c, rows, plain + c, centered + c);
                for (; c <= columns - V.Count; c += V.Count) OfOne<V>(at + c, c, rows, plain + c, centered + c);
                for (; c < columns; c++) OfOne<Wide1<T>>(at + c, c, rows, plain + c, centered + c);
                ColumnDoubles.Add(slabPlain, plain, columns);
                ColumnDoubles.Add(slabCentered, centered, columns);
            }
        }
    }

    // From column c of a run to its part of the next one, which is asked for line after line, whatever the order in which this one is read.
    private readonly nint NextRun(int c) => RowSlabs.Run * (nint)Work.Columns + c * RowSlabs.Run - c;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void OfTwo<V>(long at, int c, int rows, T* plain, T* centered) where V : struct, ILane<V, T>
    {
        var gate = Gate;
        nint columns = Work.Columns, next = NextRun(c);
        T* x = (T*)Work.X + at, dy = (T*)Work.Dy + at, nextX = x + next, nextDy = dy + next;
        V mean0 = V.Load((T*)Work.Mean + c), mean1 = V.Load((T*)Work.Mean + c + V.Count), sum0 = V.Of(0), sum1 = sum0, product0 = sum0, product1 = sum0;
        V scale0 = V.Load((T*)Work.Scale + c), scale1 = V.Load((T*)Work.Scale + c + V.Count), beta0 = sum0, beta1 = sum0;
        if (typeof(TGate) != typeof(NoMerge)) (beta0, beta1) = (V.Load((T*)Work.Beta + c), V.Load((T*)Work.Beta + c + V.Count));
        for (int r = 0; r < rows; r++, x += columns, dy += columns)
        {
            CacheLines.Ask(nextX);
            CacheLines.Ask(nextX + V.Count);
            CacheLines.Ask(nextDy);
            CacheLines.Ask(nextDy + V.Count);
            nextX += 2 * V.Count;
            nextDy += 2 * V.Count;
            V distance0 = V.Load(x) - mean0, distance1 = V.Load(x + V.Count) - mean1, d0 = V.Load(dy), d1 = V.Load(dy + V.Count);
            if (typeof(TGate) != typeof(NoMerge))
            {
                d0 = gate.Forward(d0, V.FusedMultiplyAdd(distance0, scale0, beta0));
                d1 = gate.Forward(d1, V.FusedMultiplyAdd(distance1, scale1, beta1));
            }
            sum0 += d0;
            sum1 += d1;
            product0 = V.FusedMultiplyAdd(d0, distance0, product0);
            product1 = V.FusedMultiplyAdd(d1, distance1, product1);
        }
        sum0.Store(plain);
        sum1.Store(plain + V.Count);
        product0.Store(centered);
        product1.Store(centered + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void OfOne<V>(long at, int c, int rows, T* plain, T* centered) where V : struct, ILane<V, T>
    {
        var gate = Gate;
        nint columns = Work.Columns, next = NextRun(c);
        T* x = (T*)Work.X + at, dy = (T*)Work.Dy + at, nextX = x + next, nextDy = dy + next;
        V mean = V.Load((T*)Work.Mean + c), scale = V.Load((T*)Work.Scale + c), sum = V.Of(0), product = sum, beta = sum;
        if (typeof(TGate) != typeof(NoMerge)) beta = V.Load((T*)Work.Beta + c);
        for (int r = 0; r < rows; r++, x += columns, dy += columns)
        {
            CacheLines.Ask(nextX);
            CacheLines.Ask(nextDy);
            nextX += V.Count;
            nextDy += V.Count;
            V distance = V.Load(x) - mean, d = V.Load(dy);
            if (typeof(TGate) != typeof(NoMerge)) d = gate.Forward(d, V.FusedMultiplyAdd(distance, scale, beta));
            sum += d;
            product = V.FusedMultiplyAdd(d, distance, product);
        }
        sum.Store(plain);
        product.Store(centered);
    }
}
