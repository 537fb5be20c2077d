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
            int i = 0;
            for (; i <= N - V.Count; i += V.Count) Fn.Forward(V.Load(A + i)).Store(Y + i);
            if (i < N) V.StorePart(Fn.Forward(V.LoadPart(A + i, N - i)), Y + i, N - i);
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
            int i = 0;
            for (; i <= N - V.Count; i += V.Count) Fn.Forward(V.Load(A + i), V.Load(B + i)).Store(Y + i);
            if (i < N) V.StorePart(Fn.Forward(V.LoadPart(A + i, N - i), V.LoadPart(B + i, N - i)), Y + i, N - i);
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
        private const int LargestVector = 64;

        public TFn Fn;
        public T* A, B;
        public byte* Y;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            byte* mask = stackalloc byte[LargestVector];
            int i = 0;
            for (; i <= N - V.Count; i += V.Count)
            {
                // A lane's mask is all ones or all zeros, so its first byte tells.
                Fn.Mask(V.Load(A + i), V.Load(B + i)).Store((T*)mask);
                for (int k = 0; k < V.Count; k++) Y[i + k] = (byte)(mask[k * sizeof(T)] & 1);
            }
            if (i == N) return;
            Fn.Mask(V.LoadPart(A + i, N - i), V.LoadPart(B + i, N - i)).Store((T*)mask);
            for (int k = 0; i + k < N; k++) Y[i + k] = (byte)(mask[k * sizeof(T)] & 1);
        }
    }
}

/// <summary>y = a ? b : c, for elements of the size of <typeparamref name="T"/>.</summary>
internal sealed unsafe class WhereTile<T> : Tile where T : unmanaged
{
    public override void Run(byte* a, byte* b, byte* c, byte* y, int n)
    {
        T* p = (T*)b, q = (T*)c, to = (T*)y;
        for (int i = 0; i < n; i++) to[i] = a[i] != 0 ? p[i] : q[i];
    }
}
