using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace DeepSharp.Cpu;

/// <summary>128 bits of <typeparamref name="T"/>. Only the primitive layer stands here; all mathematics is in ILane.Math.cs.</summary>
/// <remarks>The three vector widths are the same text apart from the register type. Keep them so.</remarks>
internal readonly struct Wide128<T>(Vector128<T> value) : ILane<Wide128<T>, T> where T : unmanaged
{
    private readonly Vector128<T> _v = value;

    // The typeof tests fold: each instantiation keeps one branch only. The JIT's inlining budget still counts the text of all
    // branches, so the two members that polynomials consist of, Of and FusedMultiplyAdd, move the rarer types out of line.
    public static bool IsSingle => typeof(T) == typeof(float);
    public static bool IsDouble => typeof(T) == typeof(double);
    public static int Count => Vector128<T>.Count;

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Of(double value)
        => typeof(T) == typeof(float) ? new(Vector128.Create((float)value).As<float, T>())
        : new(Vector128.Create(PerLane.Convert<T>(value)));

    [MethodImpl(AggressiveInlining)] public static Wide128<T> Splat(T value) => new(Vector128.Create(value));
    [MethodImpl(AggressiveInlining)] public static unsafe Wide128<T> Load(T* source) => new(Vector128.Load(source));
    [MethodImpl(AggressiveInlining)] public unsafe void Store(T* target) => _v.Store(target);
    [MethodImpl(AggressiveInlining)] public static unsafe Wide128<T> LoadMask(byte* source) => new(MaskBytes.Load128<T>(source));
    [MethodImpl(AggressiveInlining)] public static unsafe void StoreMask(Wide128<T> mask, byte* target) => MaskBytes.Store(mask._v, target);
    public T First => _v.ToScalar();

    [MethodImpl(AggressiveInlining)] public static Wide128<T> operator +(Wide128<T> a, Wide128<T> b) => new(a._v + b._v);
    [MethodImpl(AggressiveInlining)] public static Wide128<T> operator -(Wide128<T> a, Wide128<T> b) => new(a._v - b._v);
    [MethodImpl(AggressiveInlining)] public static Wide128<T> operator *(Wide128<T> a, Wide128<T> b) => new(a._v * b._v);
    [MethodImpl(AggressiveInlining)] public static Wide128<T> operator -(Wide128<T> a) => new(-a._v);

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> operator /(Wide128<T> a, Wide128<T> b)
        => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? new(a._v / b._v) : PerLane.Divide<Wide128<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> FusedMultiplyAdd(Wide128<T> a, Wide128<T> b, Wide128<T> c)
        => typeof(T) == typeof(float)
            ? new(Vector128.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>())
            : FusedMultiplyAddOther(a, b, c);

    [MethodImpl(AggressiveInlining)]
    private static Wide128<T> FusedMultiplyAddOther(Wide128<T> a, Wide128<T> b, Wide128<T> c)
        => typeof(T) == typeof(double) ? new(Vector128.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>())
        : a * b + c;

    [MethodImpl(AggressiveInlining)] public static Wide128<T> Min(Wide128<T> a, Wide128<T> b) => new(Vector128.Min(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide128<T> Max(Wide128<T> a, Wide128<T> b) => new(Vector128.Max(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide128<T> Abs(Wide128<T> x) => new(Vector128.Abs(x._v));

    // Of two operands the processor gives back the second where one is NaN.
    [MethodImpl(AggressiveInlining)] public static Wide128<T> AtLeast(Wide128<T> x, Wide128<T> limit) => new(Vector128.MaxNative(limit._v, x._v));
    [MethodImpl(AggressiveInlining)] public static Wide128<T> AtMost(Wide128<T> x, Wide128<T> limit) => new(Vector128.MinNative(limit._v, x._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Scale(Wide128<T> x, Wide128<T> n)
        => typeof(T) == typeof(float) && Avx512F.VL.IsSupported ? new(Avx512F.VL.Scale(x._v.AsSingle(), n._v.AsSingle()).As<float, T>()) : ScaleOther(x, n);

    [MethodImpl(AggressiveInlining)]
    private static Wide128<T> ScaleOther(Wide128<T> x, Wide128<T> n)
        => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
            ? new(Avx512F.VL.Scale(x._v.AsDouble(), n._v.AsDouble()).As<double, T>()) : LaneExp.Scale(x, n);

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Sqrt(Wide128<T> x)
        => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? new(Vector128.Sqrt(x._v))
        : throw PerLane.Unsupported<T>(nameof(Sqrt));

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Floor(Wide128<T> x)
        => typeof(T) == typeof(float) ? new(Vector128.Floor(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector128.Floor(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Ceiling(Wide128<T> x)
        => typeof(T) == typeof(float) ? new(Vector128.Ceiling(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector128.Ceiling(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Round(Wide128<T> x)
        => typeof(T) == typeof(float) ? new(Vector128.Round(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector128.Round(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Truncate(Wide128<T> x)
        => typeof(T) == typeof(float) ? new(Vector128.Truncate(x._v.AsSingle()).As<float, T>())
        : typeof(T) == typeof(double) ? new(Vector128.Truncate(x._v.AsDouble()).As<double, T>()) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> CopySign(Wide128<T> magnitude, Wide128<T> sign)
        => new(Vector128.CopySign(magnitude._v, sign._v));

    public static Wide128<T> FloorMod(Wide128<T> a, Wide128<T> b) => PerLane.FloorMod<Wide128<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)] public static Wide128<T> Less(Wide128<T> a, Wide128<T> b) => new(Vector128.LessThan(a._v, b._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> LessOrEqual(Wide128<T> a, Wide128<T> b)
        => new(Vector128.LessThanOrEqual(a._v, b._v));

    [MethodImpl(AggressiveInlining)] public static Wide128<T> Equal(Wide128<T> a, Wide128<T> b) => new(Vector128.Equals(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide128<T> And(Wide128<T> a, Wide128<T> b) => new(a._v & b._v);
    [MethodImpl(AggressiveInlining)] public static Wide128<T> Or(Wide128<T> a, Wide128<T> b) => new(a._v | b._v);
    [MethodImpl(AggressiveInlining)] public static Wide128<T> Not(Wide128<T> x) => new(~x._v);
    [MethodImpl(AggressiveInlining)] public static bool Any(Wide128<T> mask) => Vector128.ExtractMostSignificantBits(mask._v) != 0;

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> Select(Wide128<T> mask, Wide128<T> ifTrue, Wide128<T> ifFalse)
        => new(Vector128.ConditionalSelect(mask._v, ifTrue._v, ifFalse._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> ShiftBitsLeft(Wide128<T> x, int count)
        => Unsafe.SizeOf<T>() == 4 ? new((x._v.AsInt32() << count).As<int, T>()) : new((x._v.AsInt64() << count).As<long, T>());

    [MethodImpl(AggressiveInlining)]
    public static Wide128<T> ShiftBitsRight(Wide128<T> x, int count)
        => Unsafe.SizeOf<T>() == 4 ? new((x._v.AsInt32() >>> count).As<int, T>()) : new((x._v.AsInt64() >>> count).As<long, T>());

    public static Wide128<T> Map<TFunction>(Wide128<T> x) where TFunction : struct, IScalarFunction
        => PerLane.Map<Wide128<T>, T, TFunction>(x);
    public static Wide128<T> Map<TFunction>(Wide128<T> a, Wide128<T> b) where TFunction : struct, IScalarFunction2
        => PerLane.Map<Wide128<T>, T, TFunction>(a, b);

    // Tree order: the upper half is folded onto the lower half, so lane i meets lane i + Count / 2.
    private static Wide1<T> Lane(Wide128<T> x, int i) => new(x._v.GetElement(i));

    public static T SumAcross(Wide128<T> x)
        => (Count == 2 ? Lane(x, 0) + Lane(x, 1) : (Lane(x, 0) + Lane(x, 2)) + (Lane(x, 1) + Lane(x, 3))).First;

    public static T MinAcross(Wide128<T> x)
    {
        var low = Wide1<T>.Min(Lane(x, 0), Lane(x, 1));
        return (Count == 2 ? low : Wide1<T>.Min(low, Wide1<T>.Min(Lane(x, 2), Lane(x, 3)))).First;
    }

    public static T MaxAcross(Wide128<T> x)
    {
        var high = Wide1<T>.Max(Lane(x, 0), Lane(x, 1));
        return (Count == 2 ? high : Wide1<T>.Max(high, Wide1<T>.Max(Lane(x, 2), Lane(x, 3)))).First;
    }
}
