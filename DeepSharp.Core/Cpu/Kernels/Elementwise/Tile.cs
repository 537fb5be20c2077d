using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>One element-wise function compiled for one element type: works on a short dense run that fits the first cache.</summary>
internal abstract unsafe class Tile
{
    /// <summary>Computes <paramref name="y"/>[0..n) from up to three dense operands.</summary>
    public abstract void Run(byte* a, byte* b, byte* c, byte* y, int n);
}

/// <summary>y = f(a).</summary>
internal sealed unsafe class UnaryTile<TFn, T>(TFn fn) : Tile where TFn : struct, IUnaryFn where T : unmanaged
{
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        var job = new Job { Fn = fn, A = (T*)a, Y = (T*)y, N = n };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public TFn Fn;
        public T* A, Y;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            // Copies, so that the function's numbers stay in registers.
            var fn = Fn;
            T* a = A, y = Y;
            int n = N, i = 0;
            for (; i <= n - V.Count; i += V.Count) fn.Forward(V.Load(a + i)).Store(y + i);
            if (i < n) V.StorePart(fn.Forward(V.LoadPart(a + i, n - i)), y + i, n - i);
        }
    }
}

/// <summary>y = f(a, b).</summary>
internal sealed unsafe class BinaryTile<TFn, T>(TFn fn) : Tile where TFn : struct, IBinaryFn where T : unmanaged
{
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        var job = new Job { Fn = fn, A = (T*)a, B = (T*)b, Y = (T*)y, N = n };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public TFn Fn;
        public T* A, B, Y;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var fn = Fn;
            T* a = A, b = B, y = Y;
            int n = N, i = 0;
            for (; i <= n - V.Count; i += V.Count) fn.Forward(V.Load(a + i), V.Load(b + i)).Store(y + i);
            if (i < n) V.StorePart(fn.Forward(V.LoadPart(a + i, n - i), V.LoadPart(b + i, n - i)), y + i, n - i);
        }
    }
}

/// <summary>y = test(a, b) as bytes 0 and 1.</summary>
internal sealed unsafe class CompareTile<TFn, T>(TFn fn) : Tile where TFn : struct, ICompareFn where T : unmanaged
{
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        var job = new Job { Fn = fn, A = (T*)a, B = (T*)b, Y = y, N = n };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public TFn Fn;
        public T* A, B;
        public byte* Y;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var fn = Fn;
            T* a = A, b = B;
            byte* y = Y;
            int n = N, i = 0;
            for (; i <= n - V.Count; i += V.Count) V.StoreMask(fn.Mask(V.Load(a + i), V.Load(b + i)), y + i);
            for (; i < n; i++) Wide1<T>.StoreMask(fn.Mask(Wide1<T>.Load(a + i), Wide1<T>.Load(b + i)), y + i);
        }
    }
}
