namespace DeepSharp.Cpu;

/// <summary>The steps softmax, log-softmax and the cross-entropies share, on one dense row.</summary>
/// <remarks>Sums run in registers for a stretch and are then added to a total, so that the error of long rows stays small.</remarks>
internal static unsafe class SoftmaxRow
{
    /// <summary>Registers added up before they go to the total.</summary>
    private const int Stretch = 64;

    /// <summary>max x; NaN when any is NaN, −∞ for an empty row.</summary>
    public static T Max<V, T>(T* x, int n) where V : struct, ILane<V, T> where T : unmanaged
    {
        V max = V.Of(double.NegativeInfinity), second = max, third = max, fourth = max;
        int i = 0;
        // A maximum that keeps NaN takes several steps: four of them do not wait for each other.
        for (; i <= n - 4 * V.Count; i += 4 * V.Count)
        {
            max = V.Max(max, V.Load(x + i));
            second = V.Max(second, V.Load(x + i + V.Count));
            third = V.Max(third, V.Load(x + i + 2 * V.Count));
            fourth = V.Max(fourth, V.Load(x + i + 3 * V.Count));
        }
        max = V.Max(V.Max(max, second), V.Max(third, fourth));
        for (; i <= n - V.Count; i += V.Count) max = V.Max(max, V.Load(x + i));
        if (i < n) max = V.Max(max, V.LoadPart(x + i, n - i));
        return V.MaxAcross(max);
    }

    /// <summary>Σ exp(x − max); with a target, the exponentials are kept there.</summary>
    public static T SumExp<V, T>(T* x, T max, int n, T* keep, T* buffer) where V : struct, ILane<V, T> where T : unmanaged
    {
        var (total, part, shift) = (V.Of(0), V.Of(0), V.Splat(max));
        int i = 0, left = Stretch;
        for (; i <= n - V.Count; i += V.Count)
        {
            var e = V.Exp(V.Load(x + i) - shift);
            if (keep != null) e.Store(keep + i);
            part += e;
            if (--left > 0) continue;
            (total, part, left) = (total + part, V.Of(0), Stretch);
        }
        if (i < n)
        {
            // Lanes beyond the row hold −∞, whose exponential is 0; the shift may be infinite, but then every sum is NaN anyway.
            var e = V.Exp(LaneTail.Load(x + i, n - i, V.Of(double.NegativeInfinity), buffer) - shift);
            if (keep != null) V.StorePart(e, keep + i, n - i);
            part += e;
        }
        return V.SumAcross(total + part);
    }

    /// <summary>Multiplies a row by a number.</summary>
    public static void Scale<V, T>(T* y, int n, T factor) where V : struct, ILane<V, T> where T : unmanaged
    {
        int i = 0;
        for (; i <= n - V.Count; i += V.Count) (V.Load(y + i) * V.Splat(factor)).Store(y + i);
        for (; i < n; i++) y[i] = (new Wide1<T>(y[i]) * new Wide1<T>(factor)).First;
    }

    /// <summary>Σ a · b.</summary>
    public static T Dot<V, T>(T* a, T* b, int n, T* buffer) where V : struct, ILane<V, T> where T : unmanaged
    {
        var (total, part) = (V.Of(0), V.Of(0));
        int i = 0, left = Stretch;
        for (; i <= n - V.Count; i += V.Count)
        {
            part = V.FusedMultiplyAdd(V.Load(a + i), V.Load(b + i), part);
            if (--left > 0) continue;
            (total, part, left) = (total + part, V.Of(0), Stretch);
        }
        if (i < n)
        {
            var tail = LaneTail.Load(a + i, n - i, V.Of(0), buffer);
            part = V.FusedMultiplyAdd(tail, LaneTail.Load(b + i, n - i, V.Of(0), buffer), part);
        }
        return V.SumAcross(total + part);
    }

    /// <summary>Σ x.</summary>
    public static T Sum<V, T>(T* x, int n, T* buffer) where V : struct, ILane<V, T> where T : unmanaged
    {
        var (total, part) = (V.Of(0), V.Of(0));
        int i = 0, left = Stretch;
        for (; i <= n - V.Count; i += V.Count)
        {
            part += V.Load(x + i);
            if (--left > 0) continue;
            (total, part, left) = (total + part, V.Of(0), Stretch);
        }
        if (i < n) part += LaneTail.Load(x + i, n - i, V.Of(0), buffer);
        return V.SumAcross(total + part);
    }
}
