using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>One of the linear maps of Winograd's minimal filtering F(4, 3) along one axis.</summary>
/// <remarks>
/// Four outputs y of a filter g of three taps over six data d: <c>y = Aᵀ((G g) ⊙ (Bᵀ d))</c>, which multiplies six times, not twelve (Winograd 1980;
/// Lavin and Gray 2016). The matrices follow from the points 0, ±1/√2, ±√2, ∞; these keep the factors near one, and with them rounding
/// errors a few times smaller than the usual 0, ±1, ±2, ∞ (Barabasz and others 2018).
/// </remarks>
internal interface IWinogradTransform
{
    /// <summary>Values taken and given.</summary>
    static abstract (int From, int To) Size { get; }

    /// <summary>Maps vectors a step apart to vectors a step apart.</summary>
    static abstract unsafe void Run<T, V>(T* from, nint step, T* to, nint toStep) where T : unmanaged where V : struct, ILane<V, T>;
}

/// <summary>The points ±a and ±b of <see cref="IWinogradTransform"/>.</summary>
internal static class WinogradPoints
{
    public const double A = 0.70710678118654752440, B = 1.41421356237309504880;

    /// <summary>Rows of G are divided by the products of the differences of their point and the others: a²b², 2a²(a²−b²), 2b²(b²−a²).</summary>
    public const double Zero = 1, NearA = -2.0 / 3, NearB = 1.0 / 6;
}

/// <summary>Bᵀ d: the data.</summary>
internal readonly struct WinogradData : IWinogradTransform
{
    public static (int From, int To) Size => (6, 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Run<T, V>(T* from, nint step, T* to, nint toStep) where T : unmanaged where V : struct, ILane<V, T>
    {
        V d0 = V.Load(from), d1 = V.Load(from + step), d2 = V.Load(from + 2 * step);
        V d3 = V.Load(from + 3 * step), d4 = V.Load(from + 4 * step), d5 = V.Load(from + 5 * step);
        V sum = V.Of(-2.5), two = V.Of(-2), half = V.Of(-0.5);
        V.FusedMultiplyAdd(sum, d2, d0 + d4).Store(to);
        V even = V.FusedMultiplyAdd(two, d2, d4), odd = V.FusedMultiplyAdd(two, d1, d3) * V.Of(WinogradPoints.A);
        (even + odd).Store(to + toStep);
        (even - odd).Store(to + 2 * toStep);
        even = V.FusedMultiplyAdd(half, d2, d4);
        odd = V.FusedMultiplyAdd(half, d1, d3) * V.Of(WinogradPoints.B);
        (even + odd).Store(to + 3 * toStep);
        (even - odd).Store(to + 4 * toStep);
        V.FusedMultiplyAdd(sum, d3, d1 + d5).Store(to + 5 * toStep);
    }
}

/// <summary>G g: the filter.</summary>
internal readonly struct WinogradFilter : IWinogradTransform
{
    public static (int From, int To) Size => (3, 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Run<T, V>(T* from, nint step, T* to, nint toStep) where T : unmanaged where V : struct, ILane<V, T>
    {
        V g0 = V.Load(from), g1 = V.Load(from + step), g2 = V.Load(from + 2 * step);
        (g0 * V.Of(WinogradPoints.Zero)).Store(to);
        V even = V.FusedMultiplyAdd(V.Of(0.5), g2, g0) * V.Of(WinogradPoints.NearA), odd = g1 * V.Of(WinogradPoints.A * WinogradPoints.NearA);
        (even + odd).Store(to + toStep);
        (even - odd).Store(to + 2 * toStep);
        even = V.FusedMultiplyAdd(V.Of(2), g2, g0) * V.Of(WinogradPoints.NearB);
        odd = g1 * V.Of(WinogradPoints.B * WinogradPoints.NearB);
        (even + odd).Store(to + 3 * toStep);
        (even - odd).Store(to + 4 * toStep);
        g2.Store(to + 5 * toStep);
    }
}

/// <summary>Aᵀ m: the output.</summary>
internal readonly struct WinogradOutput : IWinogradTransform
{
    public static (int From, int To) Size => (6, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Run<T, V>(T* from, nint step, T* to, nint toStep) where T : unmanaged where V : struct, ILane<V, T>
    {
        const double a = WinogradPoints.A, b = WinogradPoints.B;
        V m1 = V.Load(from + step), m2 = V.Load(from + 2 * step), m3 = V.Load(from + 3 * step), m4 = V.Load(from + 4 * step);
        V nearEven = m1 + m2, nearOdd = m1 - m2, farEven = m3 + m4, farOdd = m3 - m4;
        (V.Load(from) + nearEven + farEven).Store(to);
        V.FusedMultiplyAdd(V.Of(a), nearOdd, farOdd * V.Of(b)).Store(to + toStep);
        V.FusedMultiplyAdd(V.Of(0.5), nearEven, farEven * V.Of(2)).Store(to + 2 * toStep);
        V.FusedMultiplyAdd(V.Of(a / 2), nearOdd, V.FusedMultiplyAdd(V.Of(2 * b), farOdd, V.Load(from + 5 * step))).Store(to + 3 * toStep);
    }
}

/// <summary>A e: the output's gradient, on its way to the filter's.</summary>
internal readonly struct WinogradOutputGradient : IWinogradTransform
{
    public static (int From, int To) Size => (4, 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Run<T, V>(T* from, nint step, T* to, nint toStep) where T : unmanaged where V : struct, ILane<V, T>
    {
        const double a = WinogradPoints.A, b = WinogradPoints.B;
        V e0 = V.Load(from), e1 = V.Load(from + step), e2 = V.Load(from + 2 * step), e3 = V.Load(from + 3 * step);
        e0.Store(to);
        V even = V.FusedMultiplyAdd(V.Of(0.5), e2, e0), odd = V.FusedMultiplyAdd(V.Of(0.5), e3, e1) * V.Of(a);
        (even + odd).Store(to + toStep);
        (even - odd).Store(to + 2 * toStep);
        even = V.FusedMultiplyAdd(V.Of(2), e2, e0);
        odd = V.FusedMultiplyAdd(V.Of(2), e3, e1) * V.Of(b);
        (even + odd).Store(to + 3 * toStep);
        (even - odd).Store(to + 4 * toStep);
        e3.Store(to + 5 * toStep);
    }
}

/// <summary>Gᵀ u: the filter's gradient.</summary>
internal readonly struct WinogradFilterGradient : IWinogradTransform
{
    public static (int From, int To) Size => (6, 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Run<T, V>(T* from, nint step, T* to, nint toStep) where T : unmanaged where V : struct, ILane<V, T>
    {
        V u1 = V.Load(from + step), u2 = V.Load(from + 2 * step), u3 = V.Load(from + 3 * step), u4 = V.Load(from + 4 * step);
        V near = (u1 + u2) * V.Of(WinogradPoints.NearA), far = (u3 + u4) * V.Of(WinogradPoints.NearB);
        V.FusedMultiplyAdd(V.Load(from), V.Of(WinogradPoints.Zero), near + far).Store(to);
        V odd = (u3 - u4) * V.Of(WinogradPoints.B * WinogradPoints.NearB);
        V.FusedMultiplyAdd(u1 - u2, V.Of(WinogradPoints.A * WinogradPoints.NearA), odd).Store(to + toStep);
        V.FusedMultiplyAdd(near, V.Of(0.5), V.FusedMultiplyAdd(far, V.Of(2), V.Load(from + 5 * step))).Store(to + 2 * toStep);
    }
}
