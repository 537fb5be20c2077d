using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace DeepSharp.Cpu;

/// <summary>512 bits of <typeparamref name="T"/>. Only the primitive layer stands here; all mathematics is in ILane.Math.cs.</summary>
/// <remarks>The three vector widths are the same text apart from the register type. Keep them so.</remarks>
internal readonly struct Wide512<T>(Vector512<T> value) : ILane<Wide512<T>, T> where T : unmanaged
{
    private readonly Vector512<T> _v = value;

    // The typeof tests fold: each instantiation keeps one branch only. The JIT's inlining budget still counts the text of all
    // branches, so the two members that polynomials consist of, Of and FusedMultiplyAdd, move the rarer types out of line.
    public static bool IsSingle => typeof(T) == typeof(float);
    public static bool IsDouble => typeof(T) == typeof(double);
    public static int Count => Vector512<T>.Count;

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Of(double value)
        => typeof(T) == typeof(float) ? new(Vector512.Create((float)value).As<float, T>())
        : new(Vector512.Create(PerLane.Convert<T>(value)));

    [MethodImpl(AggressiveInlining)] public static Wide512<T> Splat(T value) => new(Vector512.Create(value));
    [MethodImpl(AggressiveInlining)] public static unsafe Wide512<T> Load(T* source) => new(Vector512.Load(source));
    [MethodImpl(AggressiveInlining)] public unsafe void Store(T* target) => _v.Store(target);
    [MethodImpl(AggressiveInlining)] public static unsafe Wide512<T> LoadMask(byte* source) => new(MaskBytes.Load512<T>(source));
    [MethodImpl(AggressiveInlining)] public static unsafe void StoreMask(Wide512<T> mask, byte* target) => MaskBytes.Store(mask._v, target);
    public T First => _v.ToScalar();

    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator +(Wide512<T> a, Wide512<T> b) => new(a._v + b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator -(Wide512<T> a, Wide512<T> b) => new(a._v - b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator *(Wide512<T> a, Wide512<T> b) => new(a._v * b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator -(Wide512<T> a) => new(-a._v);

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> operator /(Wide512<T> a, Wide512<T> b)
        => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? new(a._v / b._v) : PerLane.Divide<Wide512<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> FusedMultiplyAdd(Wide512<T> a, Wide512<T> b, Wide512<T> c)
        => typeof(T) == typeof(float)
            ? new(Vector512.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>())
            : FusedMultiplyAddOther(a, b, c);

    [MethodImpl(AggressiveInlining)]
    private static Wide512<T> FusedMultiplyAddOther(Wide512<T> a, Wide512<T> b, Wide512<T> c)
        => typeof(T) == typeof(double) ? new(Vector512.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>())
        : a * b + c;

    [MethodImpl(AggressiveInlining)] public static Wide512<T> Min(Wide512<T> a, Wide512<T> b) => new(Vector512.Min(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Max(Wide512<T> a, Wide512<T> b) => new(Vector512.Max(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Abs(Wide512<T> x) => new(Vector512.Abs(x._v));

    // Of two operands the processor gives back the second where one is NaN.
    [MethodImpl(AggressiveInlining)] public static Wide512<T> AtLeast(Wide512<T> x, Wide512<T> limit) => new(Vector512.MaxNative(limit._v, x._v));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> AtMost(Wide512<T> x, Wide512<T> limit) => new(Vector512.MinNative(limit._v, x._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Scale(Wide512<T> x, Wide512<T> n)
        => typeof(T) == typeof(float) && Avx512F.IsSupported ? new(Avx512F.Scale(x._v.AsSingle(), n._v.AsSingle()).As<float, T>()) : ScaleOther(x, n);

    [MethodImpl(AggressiveInlining)]
    private static Wide512<T> ScaleOther(Wide512<T> x, Wide512<T> n)
        => typeof(T) == typeof(double) && Avx512F.IsSupported
            ? new(Avx512F.Scale(x._v.AsDouble(), n._v.AsDouble()).As<double, T>()) : LaneExp.Scale(x, n);

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Sqrt(Wide512<T> x)
        => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? new(Vector512.Sqrt(x._v))
        : throw PerLane.Unsupported<T>(nameof(Sqrt));

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Floor(Wide512<T> x)
        => typeof(T) == typeof(float) ? new(Vector512.Floor(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector512.Floor(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Ceiling(Wide512<T> x)
        => typeof(T) == typeof(float) ? new(Vector512.Ceiling(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector512.Ceiling(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Round(Wide512<T> x)
        => typeof(T) == typeof(float) ? new(Vector512.Round(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector512.Round(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Truncate(Wide512<T> x)
        => typeof(T) == typeof(float) ? new(Vector512.Truncate(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector512.Truncate(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> CopySign(Wide512<T> magnitude, Wide512<T> sign)
        => new(Vector512.CopySign(magnitude._v, sign._v));

    public static Wide512<T> FloorMod(Wide512<T> a, Wide512<T> b) => PerLane.FloorMod<Wide512<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)] public static Wide512<T> Less(Wide512<T> a, Wide512<T> b) => new(Vector512.LessThan(a._v, b._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> LessOrEqual(Wide512<T> a, Wide512<T> b)
        => new(Vector512.LessThanOrEqual(a._v, b._v));

    [MethodImpl(AggressiveInlining)] public static Wide512<T> Equal(Wide512<T> a, Wide512<T> b) => new(Vector512.Equals(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> And(Wide512<T> a, Wide512<T> b) => new(a._v & b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Or(Wide512<T> a, Wide512<T> b) => new(a._v | b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Not(Wide512<T> x) => new(~x._v);
    [MethodImpl(AggressiveInlining)] public static bool Any(Wide512<T> mask) => Vector512.ExtractMostSignificantBits(mask._v) != 0;

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Select(Wide512<T> mask, Wide512<T> ifTrue, Wide512<T> ifFalse)
        => new(Vector512.ConditionalSelect(mask._v, ifTrue._v, ifFalse._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> ShiftBitsLeft(Wide512<T> x, int count)
        => Unsafe.SizeOf<T>() == 4 ? new((x._v.AsInt32() << count).As<int, T>()) : new((x._v.AsInt64() << count).As<long, T>());

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> ShiftBitsRight(Wide512<T> x, int count)
        => Unsafe.SizeOf<T>() == 4 ? new((x._v.AsInt32() >>> count).As<int, T>()) : new((x._v.AsInt64() >>> count).As<long, T>());

    public static Wide512<T> Map<TFunction>(Wide512<T> x) where TFunction : struct, IScalarFunction
        => PerLane.Map<Wide512<T>, T, TFunction>(x);
    public static Wide512<T> Map<TFunction>(Wide512<T> a, Wide512<T> b) where TFunction : struct, IScalarFunction2
        => PerLane.Map<Wide512<T>, T, TFunction>(a, b);

    // Tree order: fold the upper half onto the lower half, then let the next narrower width go on.
    [MethodImpl(AggressiveInlining)]
    private static (Wide256<T>, Wide256<T>) Halves(Wide512<T> x)
        => (new(x._v.GetLower()), new(x._v.GetUpper()));

    public static T SumAcross(Wide512<T> x)
    {
        var (lower, upper) = Halves(x);
        return Wide256<T>.SumAcross(lower + upper);
    }

    public static T MinAcross(Wide512<T> x)
    {
        var (lower, upper) = Halves(x);
        return Wide256<T>.MinAcross(Wide256<T>.Min(lower, upper));
    }

    public static T MaxAcross(Wide512<T> x)
    {
        var (lower, upper) = Halves(x);
        return Wide256<T>.MaxAcross(Wide256<T>.Max(lower, upper));
    }
}
