using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Neighbouring pixels of a depthwise convolution's result that see the same taps:
/// <c>y[p · YStep + c] = sum over t of x[p · XStep + From[t] + c] · weights[Weight[t] + c]</c>.
/// A block of four pixels and two registers of channels keeps its sums in registers over all taps.
/// </summary>
internal unsafe struct DepthwiseRun<T> where T : unmanaged
{
    /// <summary>The first pixel's element 0 of both sides.</summary>
    public T* X, Y;
    public T* Weights;

    /// <summary>Elements from one pixel to the next.</summary>
    public long XStep, YStep;
    public int Pixels, Channels, Taps;

    /// <summary>Where each tap reads x, and its weights, in elements.</summary>
    public long* From, Weight;

    /// <summary>What the row after this one reads, from the first pixel on.</summary>
    public NextRow<T> Next;

    /// <summary>Elements from a result to the one below it in the row after this one.</summary>
    public nint NextY;

    /// <summary>All pixels and channels, the channels left over by narrower and narrower registers.</summary>
    public readonly void Run<V>() where V : struct, ILane<V, T>
    {
        int p = 0;
        for (; p <= Pixels - 4; p += 4) Four<V>(X + p * XStep, Y + p * YStep, Next.At((long)p * Channels));
        if (p > 0 && p < Pixels)
        {
            // Some pixels are done again, with the same result: four cost less than two one by one.
            p = Pixels - 4;
            Four<V>(X + p * XStep, Y + p * YStep, Next.At((long)p * Channels));
            return;
        }
        for (; p < Pixels; p++) One<V>(X + p * XStep, Y + p * YStep);
    }

    private readonly void Four<V>(T* x, T* y, NextRow<T> next) where V : struct, ILane<V, T>
    {
        int c = 0;
        for (; c <= Channels - 2 * V.Count; c += 2 * V.Count) FourTwice<V>(x + c, Weights + c, y + c, next.At(4L * c));
        for (; c <= Channels - V.Count; c += V.Count) FourOnce<V>(x + c, Weights + c, y + c);
        for (; c <= Channels - Wide256<T>.Count; c += Wide256<T>.Count) FourOnce<Wide256<T>>(x + c, Weights + c, y + c);
        for (; c <= Channels - Wide128<T>.Count; c += Wide128<T>.Count) FourOnce<Wide128<T>>(x + c, Weights + c, y + c);
        for (; c < Channels; c++) FourOnce<Wide1<T>>(x + c, Weights + c, y + c);
    }

    private readonly void One<V>(T* x, T* y) where V : struct, ILane<V, T>
    {
        int c = 0;
        for (; c <= Channels - V.Count; c += V.Count) Once<V>(x + c, Weights + c, y + c);
        for (; c <= Channels - Wide256<T>.Count; c += Wide256<T>.Count) Once<Wide256<T>>(x + c, Weights + c, y + c);
        for (; c <= Channels - Wide128<T>.Count; c += Wide128<T>.Count) Once<Wide128<T>>(x + c, Weights + c, y + c);
        for (; c < Channels; c++) Once<Wide1<T>>(x + c, Weights + c, y + c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void FourTwice<V>(T* x, T* weights, T* y, NextRow<T> next) where V : struct, ILane<V, T>
    {
        V a0 = V.Of(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
        long* from = From, weight = Weight;
        long step = XStep, twice = 2 * step, thrice = 3 * step;
        int taps = Taps;
        for (int t = 0; t < taps; t++)
        {
            next.Ask<V>();
            T* tap = x + from[t], w = weights + weight[t];
            V w0 = V.Load(w), w1 = V.Load(w + V.Count);
            a0 = V.FusedMultiplyAdd(w0, V.Load(tap), a0);
            a1 = V.FusedMultiplyAdd(w1, V.Load(tap + V.Count), a1);
            b0 = V.FusedMultiplyAdd(w0, V.Load(tap + step), b0);
            b1 = V.FusedMultiplyAdd(w1, V.Load(tap + step + V.Count), b1);
            c0 = V.FusedMultiplyAdd(w0, V.Load(tap + twice), c0);
            c1 = V.FusedMultiplyAdd(w1, V.Load(tap + twice + V.Count), c1);
            d0 = V.FusedMultiplyAdd(w0, V.Load(tap + thrice), d0);
            d1 = V.FusedMultiplyAdd(w1, V.Load(tap + thrice + V.Count), d1);
        }
        for (int i = 0; i < 4; i++)
        {
            T* later = y + NextY + i * YStep;
            CacheLines.Ask(later);
            CacheLines.Ask(later + V.Count);
        }
        a0.Store(y);
        a1.Store(y + V.Count);
        b0.Store(y + YStep);
        b1.Store(y + YStep + V.Count);
        c0.Store(y + 2 * YStep);
        c1.Store(y + 2 * YStep + V.Count);
        d0.Store(y + 3 * YStep);
        d1.Store(y + 3 * YStep + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void FourOnce<V>(T* x, T* weights, T* y) where V : struct, ILane<V, T>
    {
        V a = V.Of(0), b = a, c = a, d = a;
        long* from = From, weight = Weight;
        long step = XStep, twice = 2 * step, thrice = 3 * step;
        int taps = Taps;
        for (int t = 0; t < taps; t++)
        {
            T* tap = x + from[t];
            V w = V.Load(weights + weight[t]);
            a = V.FusedMultiplyAdd(w, V.Load(tap), a);
            b = V.FusedMultiplyAdd(w, V.Load(tap + step), b);
            c = V.FusedMultiplyAdd(w, V.Load(tap + twice), c);
            d = V.FusedMultiplyAdd(w, V.Load(tap + thrice), d);
        }
        a.Store(y);
        b.Store(y + YStep);
        c.Store(y + 2 * YStep);
        d.Store(y + 3 * YStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Once<V>(T* x, T* weights, T* y) where V : struct, ILane<V, T>
    {
        var sum = V.Of(0);
        for (int t = 0; t < Taps; t++) sum = V.FusedMultiplyAdd(V.Load(x + From[t]), V.Load(weights + Weight[t]), sum);
        sum.Store(y);
    }
}
