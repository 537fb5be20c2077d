using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace DeepSharp.Cpu;

/// <summary>256 bits of <typeparamref name="T"/>. Only the primitive layer stands here; all mathematics is in ILane.Math.cs.</summary>
/// <remarks>The three vector widths are the same text apart from the register type. Keep them so.</remarks>
internal readonly struct Wide256<T>(Vector256<T> value) : ILane<Wide256<T>, T> where T : unmanaged
{
    private readonly Vector256<T> _v = value;

    // The typeof tests fold: each instantiation keeps one branch only. The JIT's inlining budget still counts the text of all
    // branches, so the two members that polynomials consist of, Of and FusedMultiplyAdd, move the rarer types out of line.
    public static bool IsSingle => typeof(T) == typeof(float);
    public static bool IsDouble => typeof(T) == typeof(double);
    public static int Count => Vector256<T>.Count;

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Of(double value)
        => typeof(T) == typeof(float) ? new(Vector256.Create((float)value).As<float, T>())
        : new(Vector256.Create(PerLane.Convert<T>(value)));

    [MethodImpl(AggressiveInlining)] public static Wide256<T> Splat(T value) => new(Vector256.Create(value));
    [MethodImpl(AggressiveInlining)] public static unsafe Wide256<T> Load(T* source) => new(Vector256.Load(source));
    [MethodImpl(AggressiveInlining)] public unsafe void Store(T* target) => _v.Store(target);
    [MethodImpl(AggressiveInlining)] public static unsafe Wide256<T> LoadMask(byte* source) => new(MaskBytes.Load256<T>(source));
    [MethodImpl(AggressiveInlining)] public static unsafe void StoreMask(Wide256<T> mask, byte* target) => MaskBytes.Store(mask._v, target);
    public T First => _v.ToScalar();

    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator +(Wide256<T> a, Wide256<T> b) => new(a._v + b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator -(Wide256<T> a, Wide256<T> b) => new(a._v - b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator *(Wide256<T> a, Wide256<T> b) => new(a._v * b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator -(Wide256<T> a) => new(-a._v);

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> operator /(Wide256<T> a, Wide256<T> b)
        => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? new(a._v / b._v) : PerLane.Divide<Wide256<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> FusedMultiplyAdd(Wide256<T> a, Wide256<T> b, Wide256<T> c)
        => typeof(T) == typeof(float)
            ? new(Vector256.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>())
            : FusedMultiplyAddOther(a, b, c);

    [MethodImpl(AggressiveInlining)]
    private static Wide256<T> FusedMultiplyAddOther(Wide256<T> a, Wide256<T> b, Wide256<T> c)
        => typeof(T) == typeof(double) ? new(Vector256.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>())
        : a * b + c;

    [MethodImpl(AggressiveInlining)] public static Wide256<T> Min(Wide256<T> a, Wide256<T> b) => new(Vector256.Min(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Max(Wide256<T> a, Wide256<T> b) => new(Vector256.Max(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Abs(Wide256<T> x) => new(Vector256.Abs(x._v));

    // Of two operands the processor gives back the second where one is NaN.
    [MethodImpl(AggressiveInlining)] public static Wide256<T> AtLeast(Wide256<T> x, Wide256<T> limit) => new(Vector256.MaxNative(limit._v, x._v));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> AtMost(Wide256<T> x, Wide256<T> limit) => new(Vector256.MinNative(limit._v, x._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Scale(Wide256<T> x, Wide256<T> n)
        => typeof(T) == typeof(float) && Avx512F.VL.IsSupported ? new(Avx512F.VL.Scale(x._v.AsSingle(), n._v.AsSingle()).As<float, T>()) : ScaleOther(x, n);

    [MethodImpl(AggressiveInlining)]
    private static Wide256<T> ScaleOther(Wide256<T> x, Wide256<T> n)
        => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
            ? new(Avx512F.VL.Scale(x._v.AsDouble(), n._v.AsDouble()).As<double, T>()) : LaneExp.Scale(x, n);

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Sqrt(Wide256<T> x)
        => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? new(Vector256.Sqrt(x._v))
        : throw PerLane.Unsupported<T>(nameof(Sqrt));

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Floor(Wide256<T> x)
        => typeof(T) == typeof(float) ? new(Vector256.Floor(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector256.Floor(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Ceiling(Wide256<T> x)
        => typeof(T) == typeof(float) ? new(Vector256.Ceiling(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector256.Ceiling(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Round(Wide256<T> x)
        => typeof(T) == typeof(float) ? new(Vector256.Round(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector256.Round(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Truncate(Wide256<T> x)
        => typeof(T) == typeof(float) ? new(Vector256.Truncate(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector256.Truncate(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> CopySign(Wide256<T> magnitude, Wide256<T> sign)
        => new(Vector256.CopySign(magnitude._v, sign._v));

    public static Wide256<T> FloorMod(Wide256<T> a, Wide256<T> b) => PerLane.FloorMod<Wide256<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)] public static Wide256<T> Less(Wide256<T> a, Wide256<T> b) => new(Vector256.LessThan(a._v, b._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> LessOrEqual(Wide256<T> a, Wide256<T> b)
        => new(Vector256.LessThanOrEqual(a._v, b._v));

    [MethodImpl(AggressiveInlining)] public static Wide256<T> Equal(Wide256<T> a, Wide256<T> b) => new(Vector256.Equals(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> And(Wide256<T> a, Wide256<T> b) => new(a._v & b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Or(Wide256<T> a, Wide256<T> b) => new(a._v | b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Not(Wide256<T> x) => new(~x._v);
    [MethodImpl(AggressiveInlining)] public static bool Any(Wide256<T> mask) => Vector256.ExtractMostSignificantBits(mask._v) != 0;

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Select(Wide256<T> mask, Wide256<T> ifTrue, Wide256<T> ifFalse)
        => new(Vector256.ConditionalSelect(mask._v, ifTrue._v, ifFalse._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> ShiftBitsLeft(Wide256<T> x, int count)
        => Unsafe.SizeOf<T>() == 4 ? new((x._v.AsInt32() << count).As<int, T>()) : new((x._v.AsInt64() << count).As<long, T>());

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> ShiftBitsRight(Wide256<T> x, int count)
        => Unsafe.SizeOf<T>() == 4 ? new((x._v.AsInt32() >>> count).As<int, T>()) : new((x._v.AsInt64() >>> count).As<long, T>());

    public static Wide256<T> Map<TFunction>(Wide256<T> x) where TFunction : struct, IScalarFunction
        => PerLane.Map<Wide256<T>, T, TFunction>(x);
    public static Wide256<T> Map<TFunction>(Wide256<T> a, Wide256<T> b) where TFunction : struct, IScalarFunction2
        => PerLane.Map<Wide256<T>, T, TFunction>(a, b);

    // Tree order: fold the upper half onto the lower half, then let the next narrower width go on.
    [MethodImpl(AggressiveInlining)]
    private static (Wide128<T>, Wide128<T>) Halves(Wide256<T> x)
        => (new(x._v.GetLower()), new(x._v.GetUpper()));

    public static T SumAcross(Wide256<T> x)
    {
        var (lower, upper) = Halves(x);
        return Wide128<T>.SumAcross(lower + upper);
    }

    public static T MinAcross(Wide256<T> x)
    {
        var (lower, upper) = Halves(x);
        return Wide128<T>.MinAcross(Wide128<T>.Min(lower, upper));
    }

    public static T MaxAcross(Wide256<T> x)
    {
        var (lower, upper) = Halves(x);
        return Wide128<T>.MaxAcross(Wide128<T>.Max(lower, upper));
    }
}
