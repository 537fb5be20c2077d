using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Matrix times vector with contiguous rows: each element of the result is one dot product, summed in four vectors that are joined in a
/// fixed
/// order, so that the value does not depend on how rows are shared out.
/// </summary>
internal readonly unsafe struct DotProducts<T>(int k, T* rows, long rowStride, T* x, T* y, long yStride, bool accumulate) : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Shares out the <paramref name="count"/> rows.</summary>
    public static void Share(int count, int k, DotProducts<T> product)
    {
        int tasks = Blocking.Tasks((long)count * k);
        if (tasks == 1)
            product.Run(0, count);
        else
            CpuPool.For(count, Math.Max(1, count / tasks), ref product);
    }

    public void Run(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            T dot = Dot(rows + i * rowStride, x, k);
            y[i * yStride] = accumulate ? y[i * yStride] + dot : dot;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Dot(T* a, T* b, int k)
    {
        int lanes = Vector<T>.Count, p = 0;
        Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; p <= k - 4 * lanes; p += 4 * lanes)
        {
            s0 = MultiplyAdd.Run(Vector.Load(a + p), Vector.Load(b + p), s0);
            s1 = MultiplyAdd.Run(Vector.Load(a + p + lanes), Vector.Load(b + p + lanes), s1);
            s2 = MultiplyAdd.Run(Vector.Load(a + p + 2 * lanes), Vector.Load(b + p + 2 * lanes), s2);
            s3 = MultiplyAdd.Run(Vector.Load(a + p + 3 * lanes), Vector.Load(b + p + 3 * lanes), s3);
        }
        for (; p <= k - lanes; p += lanes)
            s0 = MultiplyAdd.Run(Vector.Load(a + p), Vector.Load(b + p), s0);
        T tail = T.Zero;
        for (; p < k; p++)
            tail = T.MultiplyAddEstimate(a[p], b[p], tail);
        return Vector.Sum((s0 + s1) + (s2 + s3)) + tail;
    }
}
